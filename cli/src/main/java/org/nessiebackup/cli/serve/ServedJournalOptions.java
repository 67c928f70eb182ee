package org.nessiebackup.cli.serve;

import java.time.Duration;
import java.util.Optional;
import org.nessiebackup.cli.option.DurationOption;
import org.nessiebackup.cli.option.SizeOption;
import org.nessiebackup.journal.JournalOptions;
import picocli.CommandLine.Option;

/** Whether every transaction of a catalog is kept, and how. */
final class ServedJournalOptions {
  @Option(
      names = "--journal",
      order = 59,
      fallbackValue = "true",
      description = "Keep a journal of every committed transaction.")
  boolean journal;

  @Option(
      names = "--journal-interval",
      paramLabel = "DURATION",
      order = 59,
      converter = DurationOption.class,
      description = "How often changes are stored in the journal, if there are any (default: 1s).")
  Duration interval = JournalOptions.Pace.DEFAULT.interval();

  @Option(
      names = "--max-retained",
      paramLabel = "SIZE",
      order = 59,
      converter = SizeOption.class,
      description =
          "End the journal before its slot holds back more of the server's log (default: 1GiB).")
  Long maxRetained = JournalOptions.Limits.DEFAULT.retained();

  @Option(
      names = "--synchronous",
      order = 59,
      fallbackValue = "true",
      description = "Store each commit at once, for a server that waits for the journal.")
  boolean synchronous;

  @Option(
      names = "--unbounded-wal",
      order = 59,
      fallbackValue = "true",
      description =
          "Begin a journal although the server sets no limit to what a slot may hold back"
              + " (max_slot_wal_keep_size).")
  boolean unbounded;

  /** How the journal of a catalog is followed; empty if none is wanted. */
  Optional<JournalOptions> of(org.nessiebackup.cli.connection.CatalogOptions tables) {
    JournalOptions.Pace usual = JournalOptions.Pace.DEFAULT;
    return journal
        ? Optional.of(
            new JournalOptions(
                tables.schema(),
                tables.tables(),
                JournalOptions.Names.DEFAULT,
                new JournalOptions.Pace(interval, usual.heartbeat(), usual.look()),
                new JournalOptions.Limits(maxRetained, unbounded),
                synchronous))
        : Optional.empty();
  }
}
