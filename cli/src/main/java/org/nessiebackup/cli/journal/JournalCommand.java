package org.nessiebackup.cli.journal;

import org.nessiebackup.cli.command.NessieBackup;
import org.nessiebackup.cli.command.Unmonitored;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Unmonitored
@Command(
    name = "journal",
    description = "Keep every committed transaction, so that any second can be restored.",
    subcommands = {
      JournalStartCommand.class,
      JournalRunCommand.class,
      JournalStatusCommand.class,
      JournalStopCommand.class,
      JournalMarksCommand.class
    },
    footer = {
      "",
      "Needs logical decoding (wal_level = logical) and a role with REPLICATION; `journal start`"
          + " says",
      "what is missing. A replication slot holds back the server's log while nobody follows.",
      "",
      "Examples:",
      "  nessie-backup journal start --vault /backup/nessie",
      "  nessie-backup journal run --vault /backup/nessie",
      "  nessie-backup journal status --vault /backup/nessie"
    })
public final class JournalCommand implements Runnable {
  @ParentCommand NessieBackup root;
  @Spec CommandSpec spec;

  /** Nothing was asked for. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
