package org.nessiebackup.cli.journal;

import org.nessiebackup.journal.JournalOptions;
import picocli.CommandLine.Option;

/** Whether a slot is made that may fill a server's disk. */
public final class UnboundedWalOption {
  @Option(
      names = "--unbounded-wal",
      order = 59,
      fallbackValue = "true",
      description =
          "Begin a journal although the server sets no limit to what a slot may hold back"
              + " (max_slot_wal_keep_size).")
  boolean unbounded;

  /** A journal that begins so. */
  public JournalOptions of(JournalOptions journal) {
    return journal.within(new JournalOptions.Limits(journal.limits().retained(), unbounded));
  }
}
