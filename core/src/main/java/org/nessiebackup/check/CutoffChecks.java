package org.nessiebackup.check;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.nessiebackup.check.CheckOptions.Cutoff;
import org.nessiebackup.check.CheckOptions.CutoffPolicy;
import org.nessiebackup.check.CheckReport.Item;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.RetentionPolicy;

/**
 * Whether Nessie GC keeps the files that backups point to as long as the vault keeps the backups.
 * What a table was at a moment stays alive while the commits of that moment are within the cutoff.
 */
final class CutoffChecks {
  private static final String NAME = "gc-cutoff";

  private final List<Cutoff> cutoffs;
  private final List<Manifest> backups;
  private final Duration promised;
  private final Instant now;

  CutoffChecks(
      List<Cutoff> cutoffs, List<Manifest> backups, RetentionPolicy retention, Clock clock) {
    this.cutoffs = cutoffs;
    this.backups = backups.stream().sorted(Comparator.comparing(Manifest::snapshotAt)).toList();
    this.promised = promised(retention);
    this.now = clock.instant();
  }

  List<Item> run() {
    if (cutoffs.isEmpty()) {
      return List.of(
          Item.ok(
              NAME,
              "not compared with the age of backups: give what nessie-gc has,"
                  + " --gc-default-cutoff and --gc-cutoff"));
    }
    return cutoffs.stream().map(this::item).toList();
  }

  private Item item(Cutoff cutoff) {
    String where =
        cutoff
            .references()
            .map(pattern -> "references \"%s\": ".formatted(pattern))
            .orElse("all references that have no other: ");
    return switch (cutoff.policy()) {
      case CutoffPolicy.Everything all ->
          Item.ok(NAME, where + "Nessie GC keeps the files of all commits");
      case CutoffPolicy.Commits commits ->
          Item.warn(
              NAME,
              where
                  + "Nessie GC keeps the files of %d commits, and nobody knows how old those are"
                      .formatted(commits.count()),
              "Give nessie-gc a duration of %s or more, so that it keeps what backups point to."
                  .formatted(needed()));
      case CutoffPolicy.Age age -> compared(where, age.age(), now.minus(age.age()));
      case CutoffPolicy.Since since ->
          compared(where, Duration.between(since.moment(), now), since.moment());
    };
  }

  private Item compared(String where, Duration reach, Instant cutoff) {
    List<Manifest> older =
        backups.stream().filter(each -> each.snapshotAt().isBefore(cutoff)).toList();
    String keeps = where + "Nessie GC keeps files for %s".formatted(days(reach));
    if (!older.isEmpty()) {
      return Item.warn(
          NAME,
          "%s; %d of %d backups are older, the oldest, \"%s\", %s: files that they point to may be gone"
              .formatted(
                  keeps,
                  older.size(),
                  backups.size(),
                  older.getFirst().id(),
                  days(age(older.getFirst()))),
          "Give nessie-gc a cutoff of %s or more, or keep backups no longer. `verify --files %s` tells which tables are broken."
              .formatted(needed(), older.getFirst().id()));
    }
    if (reach.compareTo(promised) < 0) {
      return Item.warn(
          NAME,
          "%s; the vault's policy keeps backups for up to %s".formatted(keeps, days(promised)),
          "Give nessie-gc a cutoff of %s or more, or change the policy: `prune --save`."
              .formatted(needed()));
    }
    return Item.ok(
        NAME,
        "%s, which is longer than any backup is kept (up to %s)".formatted(keeps, days(promised)));
  }

  /** As long as the oldest backup has been kept, and as the policy keeps any. */
  private String needed() {
    return Stream.concat(backups.stream().map(this::age), Stream.of(promised))
        .max(Duration::compareTo)
        .map(longest -> "P%dD".formatted(longest.plusDays(1).toDays()))
        .orElseThrow();
  }

  private Duration age(Manifest backup) {
    return Duration.between(backup.snapshotAt(), now);
  }

  private static String days(Duration duration) {
    return duration.toHours() >= 48
        ? duration.toDays() + " days"
        : Math.max(0, duration.toHours()) + " h";
  }

  /** The longest time that a rule keeps a backup; counts and tags name none. */
  private static Duration promised(RetentionPolicy policy) {
    return Stream.of(
            ChronoUnit.HOURS.getDuration().multipliedBy(policy.periods().hourly()),
            Duration.ofDays(policy.periods().daily()),
            Duration.ofDays(7L * policy.periods().weekly()),
            Duration.ofDays(31L * policy.periods().monthly()),
            Duration.ofDays(366L * policy.periods().yearly()),
            policy.within().orElse(Duration.ZERO))
        .max(Duration::compareTo)
        .orElseThrow();
  }
}
