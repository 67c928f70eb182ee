package org.nessiebackup.cli.journal;

import java.util.concurrent.Callable;
import org.nessiebackup.cli.command.Unmonitored;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

  @Mixin UnboundedWalOption unbounded;

  @Override
  public Integer call() {
    return parent
        .root
        .console()
        .show(new JournalStartView(source.journal(parent.root, unbounded::of).start()));
  }
}
