package org.nessiebackup.cli.config;

import org.nessiebackup.cli.command.NessieBackup;
import org.nessiebackup.cli.command.Unmonitored;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Unmonitored
@Command(
    name = "config",
    description = "Show what options are set to, and how a file of settings looks.",
    subcommands = {ConfigShowCommand.class, ConfigExampleCommand.class},
    footer = {
      "",
      "Examples:",
      "  nessie-backup config show",
      "  nessie-backup config show --profile prod",
      "  nessie-backup config example > config.toml"
    })
public final class ConfigCommand implements Runnable {
  @ParentCommand NessieBackup root;
  @Spec CommandSpec spec;

  /** Nothing was asked for. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command about settings is missing");
  }
}
