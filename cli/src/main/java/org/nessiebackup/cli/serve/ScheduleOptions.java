package org.nessiebackup.cli.serve;

import java.time.Duration;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.nessiebackup.CronSchedule;
import org.nessiebackup.cli.option.ZoneOption;
import org.nessiebackup.service.schedule.CatalogSchedule;
import org.nessiebackup.service.schedule.Task;
import picocli.CommandLine.Option;

/** When which work is done for a catalog. */
final class ScheduleOptions {
  @Option(
      names = "--full-schedule",
      paramLabel = "CRON",
      order = 50,
      converter = ScheduleOption.class,
      defaultValue = "0 2 * * 0",
      description =
          "When everything is backed up: five fields as of a CronJob, @daily and its like, or"
              + " \"off\" as all schedules (default: 0 2 * * 0).")
  CronSchedule full;

  @Option(
      names = "--incremental-schedule",
      paramLabel = "CRON",
      order = 51,
      converter = ScheduleOption.class,
      defaultValue = "*/5 * * * *",
      description = "When what has changed is backed up (default: */5 * * * *).")
  CronSchedule incremental;

  @Option(
      names = "--tip-interval",
      paramLabel = "TIME",
      order = 52,
      converter = IntervalOption.class,
      defaultValue = "1s",
      description =
          "How often references are looked at for commits to save between backups, or \"off\""
              + " (default: 1s).")
  Duration tipInterval;

  @Option(
      names = "--prune-schedule",
      paramLabel = "CRON",
      order = 53,
      converter = ScheduleOption.class,
      defaultValue = "40 3 * * *",
      description = "When is removed what the vault's policy does not keep (default: 40 3 * * *).")
  CronSchedule prune;

  @Option(
      names = "--verify-schedule",
      paramLabel = "CRON",
      order = 54,
      converter = ScheduleOption.class,
      defaultValue = "20 4 * * 0",
      description = "When every stored byte is compared with its checksum (default: 20 4 * * 0).")
  CronSchedule verify;

  @Option(
      names = "--copy-schedule",
      paramLabel = "CRON",
      order = 55,
      converter = ScheduleOption.class,
      description = "When backups are copied to where [copy] says with \"to\" (default: off).")
  CronSchedule copy;

  @Option(
      names = "--drill-schedule",
      paramLabel = "CRON",
      order = 56,
      converter = ScheduleOption.class,
      description = "When a restore is rehearsed, with the options of [drill] (default: off).")
  CronSchedule drill;

  @Option(
      names = "--check-schedule",
      paramLabel = "CRON",
      order = 57,
      converter = ScheduleOption.class,
      defaultValue = "30 6 * * *",
      description =
          "When it is looked whether all is there that a backup needs (default: 30 6 * * *).")
  CronSchedule check;

  @Option(
      names = "--files-schedule",
      paramLabel = "CRON",
      order = 58,
      converter = ScheduleOption.class,
      description = "When the files are looked for that tables point to (default: off).")
  CronSchedule files;

  @Option(
      names = "--journal-proof-schedule",
      paramLabel = "CRON",
      order = 58,
      converter = JournalProofTimes.Parser.class,
      description =
          "When is proven what of the journal is not proven yet (default: 10 5 * * *, where one is"
              + " kept and an identity is given).")
  JournalProofTimes journalProof;

  @Option(
      names = "--timezone",
      paramLabel = "ZONE",
      order = 59,
      converter = ZoneOption.class,
      defaultValue = "UTC",
      description =
          "The time zone of hours, days and schedules: UTC, Europe/Berlin (default: UTC).")
  ZoneId timeZone;

  /** How often references are looked at; empty for never. */
  Optional<Duration> tipInterval() {
    return Optional.ofNullable(tipInterval);
  }

  /**
   * All else, for the catalog of this name.
   *
   * @param provable whether it has a journal that can be read here
   */
  CatalogSchedule schedule(String catalog, boolean provable) {
    Map<Task, CronSchedule> times = new EnumMap<>(Task.class);
    for (Task task : Task.values()) {
      Optional.ofNullable(of(task, provable)).ifPresent(schedule -> times.put(task, schedule));
    }
    return new CatalogSchedule(catalog, timeZone, times);
  }

  private CronSchedule of(Task task, boolean provable) {
    return switch (task) {
      case FULL -> full;
      case INCREMENTAL -> incremental;
      case PRUNE -> prune;
      case VERIFY -> verify;
      case COPY -> copy;
      case DRILL -> drill;
      case CHECK -> check;
      case FILES -> files;
      case JOURNAL_PROOF -> JournalProofTimes.of(journalProof, provable);
    };
  }
}
