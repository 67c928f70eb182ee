package org.nessiebackup.kubernetes.check;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.nessiebackup.CronSchedule;
import org.nessiebackup.DurationWords;
import org.nessiebackup.kubernetes.cluster.ObjectFields;
import tools.jackson.databind.JsonNode;

/** When a CronJob runs, and whether it did when it should have. */
record ScheduleChecks(JsonNode cronJob, Instant now, Items items) {
  /** For so long a run may take, or between two runs if that is less, before it is missed. */
  private static final Duration LONGEST_RUN = Duration.ofHours(1);

  void run() {
    Optional<String> other = keeper();
    if (other.isPresent()) {
      items.ok("suspended", "yes: the %s keeps its schedule".formatted(other.get()));
      return;
    }
    ZoneId zone = zone();
    suspended();
    concurrency();
    String text = cronJob.at("/spec/schedule").asString("");
    if (text.startsWith("@every")) {
      items.warn(
          "schedule",
          "\"%s\" counts from when the CronJob was made, so nobody can say when a run was due"
              .formatted(text),
          "Five fields say it: \"*/15 * * * *\" is every quarter of an hour.");
      return;
    }
    try {
      CronSchedule schedule = CronSchedule.parse(text);
      next(text, schedule, zone);
      lastSuccess(schedule, zone);
    } catch (IllegalArgumentException e) {
      items.fail(
          "schedule",
          "\"%s\" cannot be read: %s".formatted(text, e.getMessage()),
          "Five fields: minute, hour, day, month, weekday, such as \"0 2 * * *\".");
    }
  }

  /** Who makes backups in its place; a person may still start it. */
  private Optional<String> keeper() {
    return ObjectFields.text(
            cronJob.path("metadata").path("annotations").path("nessie-backup.org/scheduled-by"))
        .filter(unused -> cronJob.at("/spec/suspend").asBoolean(false));
  }

  private ZoneId zone() {
    Optional<String> name = ObjectFields.text(cronJob.at("/spec/timeZone"));
    if (name.isEmpty()) {
      items.warn(
          "time-zone",
          "none: the schedule goes by the local time of the controller, mostly but not always UTC",
          "Set spec.timeZone, such as Etc/UTC.");
      return ZoneOffset.UTC;
    }
    try {
      ZoneId zone = ZoneId.of(name.get());
      items.ok("time-zone", zone.getId());
      return zone;
    } catch (DateTimeException e) {
      items.fail(
          "time-zone",
          "\"%s\" is no time zone".formatted(name.get()),
          "Set spec.timeZone, such as Etc/UTC.");
      return ZoneOffset.UTC;
    }
  }

  private void suspended() {
    if (cronJob.at("/spec/suspend").asBoolean(false)) {
      items.fail(
          "suspended",
          "it is suspended, so no backup is made",
          "kubectl patch cronjob %s -p '{\"spec\":{\"suspend\":false}}'".formatted(name()));
    } else {
      items.ok("suspended", "no");
    }
  }

  private void concurrency() {
    String policy = cronJob.at("/spec/concurrencyPolicy").asString("Allow");
    if (policy.equals("Forbid")) {
      items.ok("concurrency", policy);
    } else {
      items.warn(
          "concurrency",
          policy.equals("Replace")
              ? "Replace: a backup that takes long is killed by the next one"
              : "Allow: a backup that takes long meets the next one, which then fails as locked",
          "Set spec.concurrencyPolicy to Forbid.");
    }
  }

  private void next(String text, CronSchedule schedule, ZoneId zone) {
    Optional<ZonedDateTime> next = schedule.after(now.atZone(zone));
    if (next.isPresent()) {
      items.ok("schedule", "\"%s\", next at %s".formatted(text, next.get().toInstant()));
    } else {
      items.fail(
          "schedule",
          "\"%s\" has no next run for years".formatted(text),
          "Is there such a day? Such as \"0 2 * * *\" is every night.");
    }
  }

  private void lastSuccess(CronSchedule schedule, ZoneId zone) {
    Optional<Instant> last = ObjectFields.time(cronJob.at("/status/lastSuccessfulTime"));
    Optional<ZonedDateTime> due = due(schedule, zone);
    Optional<ZonedDateTime> dueBefore = due.flatMap(run -> before(schedule, run));
    // Of an object that does not say since when it is there, all runs were due.
    Instant since =
        ObjectFields.time(cronJob.at("/metadata/creationTimestamp")).orElse(Instant.EPOCH);
    if (last.isEmpty()) {
      if (isMissed(since, due)) {
        items.fail("last-success", "no run has ever succeeded", advice());
      } else {
        items.warn(
            "last-success",
            "no run was due yet",
            "Do not wait for it: --run-backup makes a backup now.");
      }
      return;
    }
    String detail =
        "%s, %s ago"
            .formatted(
                last.get().truncatedTo(ChronoUnit.SECONDS),
                DurationWords.of(Duration.between(last.get(), now)));
    if (isMissed(last.get(), dueBefore)) {
      items.fail("last-success", detail + "; more than one run was due since", advice());
    } else if (isMissed(last.get(), due)) {
      items.warn(
          "last-success",
          "%s; one was due at %s".formatted(detail, due.orElseThrow().toInstant()),
          advice());
    } else {
      items.ok("last-success", detail);
    }
  }

  private static boolean isMissed(Instant last, Optional<ZonedDateTime> due) {
    return due.filter(run -> run.toInstant().isAfter(last)).isPresent();
  }

  /** The last run that should have ended by now. */
  private Optional<ZonedDateTime> due(CronSchedule schedule, ZoneId zone) {
    Optional<ZonedDateTime> begun = schedule.until(now.atZone(zone));
    Duration between =
        begun
            .flatMap(run -> before(schedule, run).map(b -> Duration.between(b, run)))
            .orElse(LONGEST_RUN);
    Duration allowed = between.compareTo(LONGEST_RUN) < 0 ? between : LONGEST_RUN;
    return schedule.until(now.minus(allowed).atZone(zone));
  }

  private static Optional<ZonedDateTime> before(CronSchedule schedule, ZonedDateTime run) {
    return schedule.until(run.minusSeconds(1));
  }

  private String advice() {
    return "Look at the items active-job and failed-jobs; \"kubectl describe cronjob %s\" tells the rest."
        .formatted(name());
  }

  private String name() {
    return cronJob.at("/metadata/name").asString("");
  }
}
