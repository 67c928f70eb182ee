package org.nessiebackup.cli.command;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import org.nessiebackup.cli.console.Invocation;
import org.nessiebackup.cli.console.Tool;
import org.nessiebackup.cli.option.StoreTexts;
import org.nessiebackup.cli.option.Values;
import org.nessiebackup.cli.settings.SettingDefaults;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * Makes the command line from the classes of its commands.
 *
 * @param commands in the order of the help
 */
public record CommandTree(List<Class<?>> commands) {
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

  /** Takes its own copy of the list. */
  public CommandTree {
    commands = List.copyOf(commands);
  }

  /**
   * The command line for one run.
   *
   * @param arguments what it will be given; commands that are not named in it are there by name
   *     only, since reading the options of all of them takes longer than most commands do
   */
  public CommandLine line(Invocation invocation, String... arguments) {
    List<String> words = List.of(arguments);
    return line(invocation, names -> !Collections.disjoint(words, names));
  }

  /** The command line with all options of all commands. */
  public CommandLine whole(Invocation invocation) {
    return line(invocation, names -> true);
  }

  private CommandLine line(Invocation invocation, Predicate<List<String>> withOptions) {
    CommandLine line = new CommandLine(new NessieBackup(invocation, this));
    for (Class<?> type : commands) {
      Command command = type.getAnnotation(Command.class);
      boolean complete = withOptions.test(names(command));
      line.addSubcommand(command.name(), complete ? type : outline(command));
    }
    line.getCommandSpec().version(Tool.nameAndVersion());
    line.setDefaultValueProvider(new SettingDefaults(invocation));
    Values.register(line);
    line.setOut(writer(invocation.out()));
    line.setErr(writer(invocation.err()));
    layOut(line, invocation);
    return line;
  }

  private static List<String> names(Command command) {
    List<String> names = new ArrayList<>(List.of(command.aliases()));
    names.add(command.name());
    return names;
  }

  /** The name of the command that arguments seem to be meant for; empty if there is none. */
  public String named(String... arguments) {
    List<String> words = new ArrayList<>();
    List<Class<?>> candidates = commands;
    for (String argument : arguments) {
      for (Class<?> type : candidates) {
        Command command = type.getAnnotation(Command.class);
        if (names(command).contains(argument)) {
          words.add(command.name());
          candidates = List.of(command.subcommands());
          break;
        }
      }
    }
    return String.join(" ", words);
  }

  private static CommandSpec outline(Command command) {
    CommandSpec outline = CommandSpec.create().name(command.name()).aliases(command.aliases());
    outline.usageMessage().description(command.description()).hidden(command.hidden());
    return outline;
  }

  private static void layOut(CommandLine line, Invocation invocation) {
    line.setUsageHelpWidth(100);
    line.setResourceBundle(new StoreTexts());
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
}
