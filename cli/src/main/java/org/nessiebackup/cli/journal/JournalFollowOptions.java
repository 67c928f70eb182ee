package org.nessiebackup.cli.journal;

import java.time.Duration;
import org.nessiebackup.cli.option.DurationOption;
import org.nessiebackup.cli.option.SizeOption;
import org.nessiebackup.journal.JournalOptions;
import picocli.CommandLine.Option;

/** How a journal is followed. */
public final class JournalFollowOptions {
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

  /**
   * A journal that is followed so.
   *
   * @param journal which one, and whether it may begin on a server without a limit of its own
   */
  public JournalOptions of(JournalOptions journal) {
    JournalOptions.Pace usual = journal.pace();
    JournalOptions followed =
        journal
            .at(new JournalOptions.Pace(interval, usual.heartbeat(), usual.look()))
            .within(new JournalOptions.Limits(maxRetained, journal.limits().unbounded()));
    return synchronous ? followed.synchronously() : followed;
  }
}
