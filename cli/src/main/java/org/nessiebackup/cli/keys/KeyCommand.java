package org.nessiebackup.cli.keys;

import org.nessiebackup.cli.command.NessieBackup;
import org.nessiebackup.cli.command.Unmonitored;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Unmonitored
@Command(
    name = "key",
    description = "Show and change who can read the backups and who signs them.",
    subcommands = {
      KeyListCommand.class,
      KeyAddCommand.class,
      KeyRemoveCommand.class,
      KeyRotateCommand.class,
      KeyRewrapCommand.class,
      KeyRepairCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  nessie-backup key list --vault /backup/nessie",
      "  nessie-backup key add --recipient age1… --vault /backup/nessie",
      "  nessie-backup key rewrap --all --vault /backup/nessie --identity /media/usb/identity.txt"
    })
public final class KeyCommand implements Runnable {
  @ParentCommand NessieBackup root;
  @Spec CommandSpec spec;

  /** Nothing was asked for. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
