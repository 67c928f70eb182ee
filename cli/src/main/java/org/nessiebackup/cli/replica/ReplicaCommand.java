package org.nessiebackup.cli.replica;

import org.nessiebackup.cli.command.NessieBackup;
import org.nessiebackup.cli.command.Unmonitored;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Unmonitored
@Command(
    name = "replica",
    description = "Let a second catalog on another server follow, so that it can take over.",
    subcommands = {
      ReplicaCreateCommand.class,
      ReplicaStatusCommand.class,
      ReplicaPromoteCommand.class,
      ReplicaReverseCommand.class,
      ReplicaDropCommand.class
    },
    footer = {
      "",
      "By PostgreSQL's own logical replication, begun from a backup. Needs wal_level = logical and"
          + " a role",
      "with REPLICATION on the primary; `replica create --dry-run` says what is missing on either"
          + " side.",
      "",
      "Examples:",
      "  nessie-backup replica create --to postgresql://standby:5432/nessie --dry-run",
      "  nessie-backup replica status --replica-jdbc-url postgresql://standby:5432/nessie",
      "  nessie-backup replica drop --replica-jdbc-url postgresql://standby:5432/nessie"
    })
public final class ReplicaCommand implements Runnable {
  @ParentCommand NessieBackup root;
  @Spec CommandSpec spec;

  /** Nothing was asked for. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
