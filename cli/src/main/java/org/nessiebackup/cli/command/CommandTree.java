package org.nessiebackup.cli.command;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import org.nessiebackup.cli.console.Invocation;
import org.nessiebackup.cli.console.Tool;
import org.nessiebackup.cli.option.MomentOption;
import org.nessiebackup.cli.option.StoreTexts;
import org.nessiebackup.cli.option.TargetOption;
import org.nessiebackup.cli.option.Values;
import org.nessiebackup.cli.settings.SettingDefaults;
import org.nessiebackup.cli.settings.Settings;
import org.nessiebackup.vault.point.PointTarget;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Makes the command line from the classes of its commands.
 *
 * @param groups in the order of the help
 */
public record CommandTree(List<Group> groups) {
  /**
   * Commands that belong together.
   *
   * @param title above them in the help
   * @param commands in the order of the help
   */
  public record Group(String title, List<Class<?>> commands) {
    /** Takes its own copy of the list. */
    public Group {
      commands = List.copyOf(commands);
    }

    List<String> names() {
      return commands.stream().map(type -> type.getAnnotation(Command.class).name()).toList();
    }
  }

  /** A topic of help that is no command. */
  public static final String MONITORING = "monitoring";

  /** Takes its own copy of the list. */
  public CommandTree {
    groups = List.copyOf(groups);
  }

  List<Class<?>> commands() {
    return groups.stream().flatMap(group -> group.commands().stream()).toList();
  }

  /**
   * The command line for one run.
   *
   * @param arguments what it will be given; commands that are not named in it are there by name
   *     only, since reading the options of all of them takes longer than most commands do
   */
  public CommandLine line(Invocation invocation, Settings settings, String... arguments) {
    List<String> words = List.of(arguments);
    return line(invocation, settings, names -> !Collections.disjoint(words, names));
  }

  /** The same, set by the environment alone. */
  public CommandLine line(Invocation invocation, String... arguments) {
    return line(invocation, Settings.of(invocation), arguments);
  }

  /** The command line with all options of all commands. */
  public CommandLine whole(Invocation invocation) {
    return whole(invocation, Settings.of(invocation));
  }

  /** The same with what files say. */
  public CommandLine whole(Invocation invocation, Settings settings) {
    return line(invocation, settings, names -> true);
  }

  private CommandLine line(
      Invocation invocation, Settings settings, Predicate<List<String>> withOptions) {
    CommandLine line = new CommandLine(new NessieBackup(invocation, settings, this));
    // A table may be called @orders; no argument is the name of a file with arguments.
    line.setExpandAtFiles(false);
    for (Class<?> type : commands()) {
      Command command = type.getAnnotation(Command.class);
      boolean complete = withOptions.test(names(command));
      line.addSubcommand(command.name(), complete ? type : outline(command));
      if (type.isAnnotationPresent(TakesCommandLine.class)) {
        line.getSubcommands().get(command.name()).setStopAtPositional(true);
      }
    }
    line.getCommandSpec().version(Tool.nameAndVersion());
    line.setDefaultValueProvider(new SettingDefaults(settings));
    Values.register(line);
    line.registerConverter(Instant.class, new MomentOption(invocation.clock()));
    line.registerConverter(PointTarget.class, new TargetOption(invocation.clock()));
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

  /** The page of help about such a topic, laid out like that of a command line. */
  public static CommandLine topic(Object topic, CommandLine line) {
    return HelpPages.topic(topic, line);
  }

  /** The name of the command that arguments seem to be meant for; empty if there is none. */
  public String named(String... arguments) {
    List<String> words = new ArrayList<>();
    List<Class<?>> candidates = commands();
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

  private void layOut(CommandLine line, Invocation invocation) {
    line.setResourceBundle(new StoreTexts());
    new HelpPages(groups).layOut(line, invocation.columns(Invocation.Stream.OUT));
    Ansi ansi = invocation.coloured(Invocation.Stream.OUT) ? Ansi.ON : Ansi.OFF;
    line.setColorScheme(CommandLine.Help.defaultColorScheme(ansi));
  }

  private static PrintWriter writer(PrintStream target) {
    return new PrintWriter(new OutputStreamWriter(target, StandardCharsets.UTF_8), true);
  }
}
