package org.nessiebackup.cli.retention;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.nessiebackup.Failure;
import org.nessiebackup.cli.option.DurationOption;
import org.nessiebackup.cli.option.ZoneOption;
import org.nessiebackup.manifest.RetentionPolicy;
import org.nessiebackup.retention.PruneOptions;
import picocli.CommandLine.Option;

/** What to keep; without any of these the vault's policy holds. */
final class RetentionOptions {
  @Option(
      names = "--keep-last",
      paramLabel = "N",
      order = 40,
      description = "Keep the newest N backups.")
  Integer last;

  @Option(
      names = "--keep-hourly",
      paramLabel = "N",
      order = 41,
      description = "Keep the newest of each of the last N hours that have one.")
  Integer hourly;

  @Option(names = "--keep-daily", paramLabel = "N", order = 42, description = "The same for days.")
  Integer daily;

  @Option(
      names = "--keep-weekly",
      paramLabel = "N",
      order = 43,
      description = "The same for weeks, which begin on Mondays.")
  Integer weekly;

  @Option(
      names = "--keep-monthly",
      paramLabel = "N",
      order = 44,
      description = "The same for months.")
  Integer monthly;

  @Option(
      names = "--keep-yearly",
      paramLabel = "N",
      order = 45,
      description = "The same for years.")
  Integer yearly;

  @Option(
      names = "--keep-within",
      paramLabel = "DURATION",
      order = 46,
      converter = DurationOption.class,
      description = "Keep all that are at most so much older than the newest: 36h, 14d.")
  Duration within;

  @Option(
      names = "--keep-tag",
      split = "\\n",
      hideParamSyntax = true,
      paramLabel = "WORD",
      order = 47,
      description = "Keep all with this tag; may be repeated.")
  List<String> tags;

  @Option(
      names = "--keep-manual",
      paramLabel = "DURATION",
      order = 48,
      converter = DurationOption.class,
      description =
          "Keep those that a person asked for (tag \"manual\") and that are at most so much older"
              + " than the newest: 7d.")
  Duration manual;

  @Option(
      names = "--keep-tips",
      paramLabel = "DURATION",
      order = 48,
      converter = DurationOption.class,
      description =
          "Keep the tips of a backup, and it, so long after the last one of them: 36h (default:"
              + " 2d).")
  Duration tips;

  @Option(
      names = "--keep-journal",
      paramLabel = "DURATION",
      order = 48,
      converter = DurationOption.class,
      description =
          "Keep each epoch of the journal so long after its last file: 14d (default: 7d).")
  Duration journal;

  @Option(
      names = "--timezone",
      paramLabel = "ZONE",
      order = 49,
      converter = ZoneOption.class,
      description =
          "The time zone of hours, days and schedules: UTC, Europe/Berlin (default: UTC).")
  ZoneId timeZone;

  /** What to prune by. */
  PruneOptions prune() {
    boolean given =
        within != null
            || manual != null
            || tags != null
            || Stream.of(last, hourly, daily, weekly, monthly, yearly).anyMatch(Objects::nonNull);
    try {
      // Refuses a zone that does not exist, before anything is looked at.
      RetentionPolicy policy =
          new RetentionPolicy(
              count(last),
              new RetentionPolicy.Periods(
                  count(hourly), count(daily), count(weekly), count(monthly), count(yearly)),
              Optional.ofNullable(within),
              tags == null ? List.of() : tags,
              Optional.ofNullable(manual),
              zone().orElse(RetentionPolicy.DEFAULT.timeZone()));
      return new PruneOptions(
          given ? Optional.of(policy) : Optional.empty(),
          zone(),
          tips == null ? PruneOptions.KEEP_TIPS : tips,
          journal == null ? PruneOptions.KEEP_JOURNAL : journal);
    } catch (IllegalArgumentException e) {
      throw Failure.USAGE.exception(
          e.getMessage(), "`nessie-backup prune --help` shows the options.", e);
    }
  }

  private Optional<String> zone() {
    return Optional.ofNullable(timeZone).map(ZoneId::getId);
  }

  private static int count(Integer number) {
    return number == null ? 0 : number;
  }
}
