package org.nessiebackup.kubernetes.check;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.DurationWords;
import org.nessiebackup.kubernetes.cluster.Cluster;
import org.nessiebackup.kubernetes.cluster.ClusterObjects;
import org.nessiebackup.kubernetes.cluster.ManualJob;
import org.nessiebackup.kubernetes.cluster.ObjectFields;
import org.nessiebackup.kubernetes.cluster.ObjectKind;
import org.nessiebackup.kubernetes.cluster.Permission;
import org.nessiebackup.kubernetes.cluster.Permissions;
import tools.jackson.databind.JsonNode;

/** Makes a backup now as the CronJob would, follows it and removes its job. */
record BackupRun(Cluster cluster, Items items) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss").withZone(ZoneOffset.UTC);
  private static final String ITEM = "backup-run";
  private static final List<Permission> NEEDED =
      List.of(
          ObjectKind.JOB.permission("create"),
          ObjectKind.JOB.permission("get"),
          ObjectKind.JOB.permission("delete"));

  private JobHistory history() {
    return new JobHistory(new ClusterObjects(cluster));
  }

  void run(JsonNode cronJob, Instant now, Duration limit) {
    items.check(
        ITEM,
        NEEDED,
        () -> {
          // Not to start what could not be followed or removed.
          new Permissions(cluster).require(NEEDED);
          follow(cronJob, "nessie-backup-check-" + TIME.format(now), limit);
        });
  }

  private void follow(JsonNode cronJob, String name, Duration limit) {
    ManualJob job = ManualJob.start(cluster, cronJob, name);
    // What was found counts, also where the job stays: its removal is an item of its own.
    Items found = new Items();
    try (job) {
      Optional<JsonNode> ended = job.await(limit, JobHistory::isOver);
      if (ended.isEmpty()) {
        late(found, name, limit);
      } else {
        JobHistory.condition(ended.get(), "Failed")
            .ifPresentOrElse(
                failed -> failed(found, name, failed), () -> done(found, name, ended.get()));
      }
    } catch (BackupException e) {
      if (found.all().isEmpty()) {
        throw e;
      }
      found.warn(ITEM, e.getMessage(), e.hint().orElse("Look at it with kubectl."));
    }
    items.addAll(found.all());
  }

  private void done(Items found, String name, JsonNode job) {
    Optional<Duration> took =
        JobHistory.startedAt(job)
            .flatMap(
                from ->
                    ObjectFields.time(job.at("/status/completionTime"))
                        .map(until -> Duration.between(from, until)));
    found.ok(
        ITEM,
        "the job \"%s\" made a backup%s%s"
            .formatted(
                name,
                took.map(time -> " in " + DurationWords.of(time)).orElse(""),
                CronJobChecks.quoted(history().lastLog(name))));
  }

  private void failed(Items found, String name, JsonNode condition) {
    found.fail(
        ITEM,
        "the job \"%s\" failed: %s %s%s"
            .formatted(
                name,
                condition.path("reason").asString(""),
                condition.path("message").asString(""),
                CronJobChecks.quoted(history().lastWords(name))),
        "The CronJob's own jobs would fail just so; the last words and the other items say why.");
  }

  private void late(Items found, String name, Duration limit) {
    found.fail(
        ITEM,
        "the job \"%s\" has not ended within %s%s"
            .formatted(
                name, DurationWords.of(limit), CronJobChecks.quoted(history().lastWords(name))),
        "If its pod could not start, its last words say why; if it needs longer, --run-timeout.");
  }
}
