package org.nessiebackup.cli.command;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.ToIntBiFunction;
import org.nessiebackup.Failure;
import org.nessiebackup.cli.console.Console;
import org.nessiebackup.cli.console.Invocation;
import org.nessiebackup.cli.console.OutputFormat;
import org.nessiebackup.cli.console.Tool;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.cli.option.GlobalOptions;
import org.nessiebackup.cli.option.MonitoringOptions;
import org.nessiebackup.cli.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The root of all commands. */
@Unmonitored
@Command(
    name = Tool.NAME,
    synopsisHeading = "Usage: ",
    customSynopsis = "nessie-backup COMMAND [OPTIONS]",
    description = "Backup and recovery for Project Nessie catalogs in PostgreSQL.",
    descriptionHeading = "%n",
    footer = {
      "",
      "Every option can be set in the environment: --vault is NESSIE_BACKUP_VAULT. The database is",
      "also found in POSTGRES_HOST …, PGHOST … and QUARKUS_DATASOURCE_POSTGRESQL_JDBC_URL ….",
      "Or in a file: `nessie-backup config example` prints one, `config show` tells what holds.",
      "",
      "Examples:",
      "  nessie-backup demo",
      "  nessie-backup init --vault /backup/nessie",
      "  nessie-backup backup --vault /backup/nessie --jdbc-url jdbc:postgresql://db:5432/nessie",
      "  nessie-backup restore --help"
    })
public final class NessieBackup implements Callable<Integer> {
  @Mixin GlobalOptions global = new GlobalOptions();
  @Mixin MonitoringOptions monitoring = new MonitoringOptions();

  @Spec CommandSpec spec;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      order = 96,
      description = "Show the version.")
  boolean version;

  private final Invocation invocation;
  private final Settings settings;
  private final CommandTree tree;
  private Console console;
  private View result;
  private ToIntBiFunction<Invocation, String[]> program;

  NessieBackup(Invocation invocation, Settings settings, CommandTree tree) {
    this.invocation = invocation;
    this.settings = settings;
    this.tree = tree;
  }

  /** Nothing was asked for: people see what there is, and scripts that they have made a mistake. */
  @Override
  public Integer call() {
    if (global.format() == OutputFormat.JSON) {
      throw new ParameterException(spec.commandLine(), "a command is missing");
    }
    spec.commandLine().usage(spec.commandLine().getErr());
    return Failure.USAGE.exitCode();
  }

  /** Makes command lines for commands that run other commands, or describe them. */
  public CommandTree tree() {
    return tree;
  }

  /** Says how the whole program is run inside of this one. */
  public void runsBy(ToIntBiFunction<Invocation, String[]> entry) {
    program = entry;
  }

  /**
   * Runs the whole program once more: its settings are read, what goes wrong is reported, and who
   * monitors runs is told.
   *
   * @return the exit status
   */
  public int run(Invocation inner, String... arguments) {
    return program.applyAsInt(inner, arguments);
  }

  /** The options of every command. */
  public GlobalOptions global() {
    return global;
  }

  /** What options are set to. */
  public Settings settings() {
    return settings;
  }

  /** The process. */
  public Invocation invocation() {
    return invocation;
  }

  /** Where a command reports to. */
  public Console console() {
    if (console == null) {
      console = Console.of(invocation, form());
    }
    return console;
  }

  /** For a command that needs standard output for something else than its result. */
  public Console consoleOnStandardError() {
    return Console.onStandardError(invocation, form());
  }

  private Console.Form form() {
    return new Console.Form(
        global.format(),
        global.progress(),
        global.logFormat(),
        global.verbosity(),
        runningCommand(),
        view -> result = view);
  }

  private String runningCommand() {
    return CommandName.of(spec.commandLine().getParseResult());
  }

  /** What the command has shown last, or as much of it as was done before it failed. */
  public Optional<View> result() {
    return Optional.ofNullable(result);
  }
}
