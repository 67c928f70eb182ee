package org.nessiebackup.cli.journal;

import java.util.concurrent.Callable;
import org.nessiebackup.cli.command.Unmonitored;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

@Unmonitored
@Command(
    name = "marks",
    description = "List the moments that somebody has named.",
    footer = {
      "",
      "`mark` names one; `restore --to NAME` goes back to it.",
      "",
      "Examples:",
      "  nessie-backup journal marks --vault /backup/nessie"
    })
final class JournalMarksCommand implements Callable<Integer> {
  @ParentCommand JournalCommand parent;
  @Mixin JournalSource source;

  @Override
  public Integer call() {
    return parent.root.console().show(new JournalMarksView(source.journal(parent.root).marks()));
  }
}
