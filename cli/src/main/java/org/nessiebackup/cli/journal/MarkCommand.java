package org.nessiebackup.cli.journal;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.nessiebackup.cli.command.NessieBackup;
import org.nessiebackup.cli.option.DurationOption;
import org.nessiebackup.cli.settings.OfOneRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "mark",
    description = "Name this moment in the journal, to go back to it by its name.",
    footer = {
      "",
      "Any role may do that. Waits until the vault has it, if somebody follows the journal.",
      "",
      "Examples:",
      "  nessie-backup mark before-upgrade --vault /backup/nessie",
      "  nessie-backup restore --to before-upgrade --vault /backup/nessie --dry-run"
    })
public final class MarkCommand implements Callable<Integer> {
  @ParentCommand NessieBackup root;
  @Mixin JournalSource source;

  @Parameters(paramLabel = "NAME", description = "What to call it.")
  String name;

  @OfOneRun
  @Option(
      names = "--wait",
      paramLabel = "DURATION",
      order = 45,
      converter = DurationOption.class,
      description = "How long to wait until the vault has it (default: 10s).")
  Duration patience = Duration.ofSeconds(10);

  @Override
  public Integer call() {
    return root.console().show(new MarkView(source.journal(root).mark(name, patience)));
  }
}
