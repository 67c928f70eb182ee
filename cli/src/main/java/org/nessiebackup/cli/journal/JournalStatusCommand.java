package org.nessiebackup.cli.journal;

import java.util.concurrent.Callable;
import org.nessiebackup.cli.command.Unmonitored;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

@Unmonitored
@Command(
    name = "status",
    description = "Show how far the journal is, and what its slot holds back on the server.",
    footer = {
      "",
      "Ends with 14 if a journal was begun that nobody follows, or that has ended.",
      "",
      "Examples:",
      "  nessie-backup journal status --vault /backup/nessie"
    })
final class JournalStatusCommand implements Callable<Integer> {
  @ParentCommand JournalCommand parent;
  @Mixin JournalSource source;

  @Override
  public Integer call() {
    return parent.root.console().show(new JournalStatusView(source.journal(parent.root).status()));
  }
}
