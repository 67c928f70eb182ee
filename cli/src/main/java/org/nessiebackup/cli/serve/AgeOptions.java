package org.nessiebackup.cli.serve;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.cli.option.DurationOption;
import org.nessiebackup.service.schedule.CatalogSchedule;
import org.nessiebackup.service.schedule.Task;
import org.nessiebackup.status.StatusOptions;
import picocli.CommandLine.Option;

/** What is too old for a catalog: as somebody says, else what its schedule would not let be. */
final class AgeOptions {
  private static final Duration LATE = Duration.ofMinutes(10);
  private static final Duration LATE_PROOF = Duration.ofDays(1);

  @Option(
      names = "--max-age",
      paramLabel = "DURATION",
      order = 45,
      converter = DurationOption.class,
      description =
          "How old the newest backup may be: 90m, 26h, 2d (default: until two runs were missed).")
  Duration maxAge;

  @Option(
      names = "--max-verify-age",
      paramLabel = "DURATION",
      order = 46,
      converter = DurationOption.class,
      description =
          "How long ago a backup may have been verified last: 8d (default: a day more than between"
              + " runs).")
  Duration maxVerifyAge;

  @Option(
      names = "--max-drill-age",
      paramLabel = "DURATION",
      order = 47,
      converter = DurationOption.class,
      description =
          "How long ago a drill may have passed last: 35d (default: a day"
              + " more than between runs).")
  Duration maxDrillAge;

  @Option(
      names = "--max-journal-proof-age",
      paramLabel = "DURATION",
      order = 47,
      converter = DurationOption.class,
      description =
          "How long ago the journal may have been proven last: 2d (default: a day more than between"
              + " runs).")
  Duration maxJournalProofAge;

  /** Schedules stay as they are, and to follow them for a year takes a while: that is done once. */
  private StatusOptions known;

  synchronized StatusOptions thresholds(CatalogSchedule schedule, Instant now) {
    if (known == null) {
      known = derived(schedule, now);
    }
    return known;
  }

  private StatusOptions derived(CatalogSchedule schedule, Instant now) {
    return new StatusOptions(
        Optional.ofNullable(maxAge)
            .or(
                () ->
                    schedule
                        .longestGap(now, List.of(Task.FULL, Task.INCREMENTAL))
                        .map(gap -> gap.multipliedBy(2).plus(LATE))),
        Optional.ofNullable(maxVerifyAge).or(() -> proof(schedule, now, Task.VERIFY)),
        Optional.ofNullable(maxDrillAge).or(() -> proof(schedule, now, Task.DRILL)),
        Optional.empty(),
        Optional.ofNullable(maxJournalProofAge).or(() -> proof(schedule, now, Task.JOURNAL_PROOF)));
  }

  private static Optional<Duration> proof(CatalogSchedule schedule, Instant now, Task task) {
    return schedule.longestGap(now, List.of(task)).map(gap -> gap.plus(LATE_PROOF));
  }
}
