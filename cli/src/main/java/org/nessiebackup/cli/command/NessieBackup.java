package org.nessiebackup.cli.command;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.nessiebackup.cli.option.EnvironmentDefaults;
import org.nessiebackup.cli.option.GlobalOptions;
import org.nessiebackup.cli.option.MonitoringOptions;
import org.nessiebackup.cli.option.Values;
import org.nessiebackup.cli.output.Console;
import org.nessiebackup.cli.output.Invocation;
import org.nessiebackup.cli.output.Tool;
import org.nessiebackup.cli.output.View;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The root of all commands. */
@Command(
    name = Tool.NAME,
    synopsisHeading = "Usage: ",
    customSynopsis = "nessie-backup COMMAND [OPTIONS]",
    description = {"", "Backup and recovery for Project Nessie catalogs in PostgreSQL.", ""},
    optionListHeading = "%nOptions of every command:%n",
    commandListHeading = "Commands:%n",
    footer = {
      "",
      "Every option can be set in the environment: --vault is NESSIE_BACKUP_VAULT. The database is",
      "also found in POSTGRES_HOST …, PGHOST … and QUARKUS_DATASOURCE_POSTGRESQL_JDBC_URL ….",
      "",
      "Examples:",
      "  nessie-backup demo",
      "  nessie-backup init --vault /backup/nessie",
      "  nessie-backup backup --vault /backup/nessie --jdbc-url jdbc:postgresql://db:5432/nessie",
      "  nessie-backup restore --help"
    })
public final class NessieBackup implements Runnable {
  private static final List<Class<?>> COMMANDS =
      List.of(
          InitCommand.class,
          BackupCommand.class,
          ListCommand.class,
          ShowCommand.class,
          StatusCommand.class,
          VerifyCommand.class,
          RestoreCommand.class,
          RestoreRefCommand.class,
          RestoreTableCommand.class,
          UndoCommand.class,
          DrillCommand.class,
          ResetCommand.class,
          ExportCommand.class,
          ImportCommand.class,
          RefsCommand.class,
          LogCommand.class,
          LsCommand.class,
          CatCommand.class,
          DiffCommand.class,
          FindChangeCommand.class,
          CheckCommand.class,
          PruneCommand.class,
          KeepCommand.class,
          CopyCommand.class,
          UnlockCommand.class,
          KeyCommand.class,
          DemoCommand.class,
          CompletionCommand.class,
          VersionCommand.class,
          WarmUpCommand.class);

  /** What there is to do comes before how to say it. */
  private static final List<String> SECTIONS =
      List.of(
          UsageMessageSpec.SECTION_KEY_SYNOPSIS_HEADING,
          UsageMessageSpec.SECTION_KEY_SYNOPSIS,
          UsageMessageSpec.SECTION_KEY_DESCRIPTION_HEADING,
          UsageMessageSpec.SECTION_KEY_DESCRIPTION,
          UsageMessageSpec.SECTION_KEY_PARAMETER_LIST_HEADING,
          UsageMessageSpec.SECTION_KEY_PARAMETER_LIST,
          UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING,
          UsageMessageSpec.SECTION_KEY_COMMAND_LIST,
          UsageMessageSpec.SECTION_KEY_OPTION_LIST_HEADING,
          UsageMessageSpec.SECTION_KEY_OPTION_LIST,
          UsageMessageSpec.SECTION_KEY_FOOTER);

  @Mixin GlobalOptions global = new GlobalOptions();
  @Mixin MonitoringOptions monitoring = new MonitoringOptions();

  @Spec CommandSpec spec;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      order = 94,
      description = "Show the version.")
  boolean version;

  private final Invocation invocation;
  private View result;

  private NessieBackup(Invocation invocation) {
    this.invocation = invocation;
  }

  /**
   * The command line for one run.
   *
   * @param arguments what it will be given; commands that are not named in it are there by name
   *     only, since reading the options of all of them takes longer than most commands do
   */
  public static CommandLine commandLine(Invocation invocation, String... arguments) {
    List<String> words = List.of(arguments);
    return commandLine(invocation, names -> !Collections.disjoint(words, names));
  }

  /** The command line with all options of all commands. */
  static CommandLine wholeCommandLine(Invocation invocation) {
    return commandLine(invocation, names -> true);
  }

  private static CommandLine commandLine(
      Invocation invocation, Predicate<List<String>> withOptions) {
    CommandLine line = new CommandLine(new NessieBackup(invocation));
    for (Class<?> type : COMMANDS) {
      Command command = type.getAnnotation(Command.class);
      List<String> names = new ArrayList<>(List.of(command.aliases()));
      names.add(command.name());
      line.addSubcommand(command.name(), withOptions.test(names) ? type : outline(command));
    }
    line.getCommandSpec().version(Tool.nameAndVersion());
    line.setDefaultValueProvider(new EnvironmentDefaults(invocation));
    Values.register(line);
    line.setOut(writer(invocation.out()));
    line.setErr(writer(invocation.err()));
    layOut(line, invocation);
    return line;
  }

  private static CommandSpec outline(Command command) {
    CommandSpec outline = CommandSpec.create().name(command.name()).aliases(command.aliases());
    outline.usageMessage().description(command.description()).hidden(command.hidden());
    return outline;
  }

  private static void layOut(CommandLine line, Invocation invocation) {
    line.setUsageHelpWidth(100);
    line.setHelpSectionKeys(SECTIONS);
    layOutBelow(line);
    Ansi ansi = invocation.coloured(Invocation.Stream.OUT) ? Ansi.ON : Ansi.OFF;
    line.setColorScheme(CommandLine.Help.defaultColorScheme(ansi));
  }

  private static void layOutBelow(CommandLine line) {
    for (CommandLine command : line.getSubcommands().values()) {
      layOutBelow(command);
      command
          .getCommandSpec()
          .usageMessage()
          .synopsisHeading("Usage: ")
          .abbreviateSynopsis(true)
          .sortOptions(false)
          .descriptionHeading("%n")
          .parameterListHeading("%n")
          .optionListHeading("%nOptions:%n")
          .commandListHeading("%nCommands:%n");
    }
  }

  private static PrintWriter writer(PrintStream target) {
    return new PrintWriter(new OutputStreamWriter(target, StandardCharsets.UTF_8), true);
  }

  /** Nothing was asked for. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  /** The options of every command. */
  public GlobalOptions global() {
    return global;
  }

  Invocation invocation() {
    return invocation;
  }

  Console console() {
    return Console.of(invocation, form());
  }

  /** For a command that needs standard output for something else than its result. */
  Console consoleOnStandardError() {
    return Console.onStandardError(invocation, form());
  }

  private Console.Form form() {
    return new Console.Form(
        global.format(), global.logFormat(), runningCommand(), view -> result = view);
  }

  private String runningCommand() {
    return CommandName.of(spec.commandLine().getParseResult());
  }

  /** What the command has shown last, or as much of it as was done before it failed. */
  public Optional<View> result() {
    return Optional.ofNullable(result);
  }
}
