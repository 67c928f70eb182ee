package org.nessiebackup.cli.journal;

import java.util.concurrent.Callable;
import org.nessiebackup.cli.command.Unmonitored;
import org.nessiebackup.journal.JournalOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Unmonitored
@Command(
    name = "start",
    description = "Make a replication slot and a publication, and begin a journal.",
    footer = {
      "",
      "All that is missing on the server is said at once. Where the journal has begun already,"
          + " nothing",
      "is changed. Take a backup then: every later one is a base to go on from.",
      "",
      "Examples:",
      "  nessie-backup journal start --vault /backup/nessie",
      "  nessie-backup journal start --vault /backup/nessie --unbounded-wal"
    })
final class JournalStartCommand implements Callable<Integer> {
  @ParentCommand JournalCommand parent;
  @Mixin JournalSource source;

  @Option(
      names = "--unbounded-wal",
      order = 45,
      fallbackValue = "true",
      description =
          "Begin a journal although the server sets no limit to what a slot may hold back"
              + " (max_slot_wal_keep_size).")
  boolean unbounded;

  @Override
  public Integer call() {
    JournalOptions.Limits limits =
        new JournalOptions.Limits(JournalOptions.Limits.DEFAULT.retained(), unbounded);
    return parent
        .root
        .console()
        .show(
            new JournalStartView(
                source.journal(parent.root, JournalOptions.Pace.DEFAULT, limits, false).start()));
  }
}
