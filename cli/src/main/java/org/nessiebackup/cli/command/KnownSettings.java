package org.nessiebackup.cli.command;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.nessiebackup.cli.settings.OfOneRun;
import org.nessiebackup.cli.settings.SettingNames;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The names that a file of settings may have, made from the options. Reading the options of all
 * commands takes long, so those of a command are read when a name asks for them.
 */
final class KnownSettings {
  private final CommandTree tree;
  private final Map<String, Class<?>> commands = new LinkedHashMap<>();
  private final Map<String, List<OptionSpec>> options = new HashMap<>();

  KnownSettings(CommandTree tree) {
    this.tree = tree;
    for (Class<?> type : tree.commands()) {
      Command command = type.getAnnotation(Command.class);
      commands.put(command.name(), type);
      for (Class<?> below : command.subcommands()) {
        commands.put(command.name() + "-" + below.getAnnotation(Command.class).name(), type);
      }
    }
  }

  /**
   * Names that may stand in one place.
   *
   * @param all the names
   * @param others those of options that stand elsewhere, or nowhere, with what to do
   */
  record Names(List<String> all, Map<String, String> others) {
    /** What to do about a name that is an option's and may not stand here. */
    Optional<String> elsewhere(String name) {
      return Optional.ofNullable(others.get(name));
    }
  }

  /** The names of tables of commands. */
  List<String> commands() {
    return List.copyOf(commands.keySet());
  }

  /** What the table of a command may have. */
  Names of(String command) {
    List<String> all = new ArrayList<>();
    Map<String, String> others = new HashMap<>();
    for (OptionSpec option : options(command)) {
      add(option, all, others);
    }
    return new Names(all, others);
  }

  /** What may stand above all tables; looks no further than to the first command that has it. */
  Names shared(String name) {
    TreeSet<String> all = new TreeSet<>();
    Map<String, String> others = new HashMap<>();
    for (String command : commands.keySet()) {
      for (OptionSpec option : options(command)) {
        List<String> names = new ArrayList<>();
        add(option, names, others);
        if (SettingNames.isNamedByCommand(option)) {
          names.forEach(
              each ->
                  others.merge(
                      each,
                      "It is another thing to each command: write it below [%s]."
                          .formatted(command),
                      (one, two) -> one.replace(".", " or below [%s].".formatted(command))));
        } else {
          all.addAll(names);
        }
      }
      if (all.contains(name)) {
        break;
      }
    }
    return new Names(List.copyOf(all), others);
  }

  private static void add(OptionSpec option, List<String> all, Map<String, String> others) {
    for (String name : option.names()) {
      if (name.startsWith("--")) {
        if (isOfOneRun(option)) {
          others.put(name.substring(2), "It is about one run: type %s.".formatted(name));
        } else {
          all.add(name.substring(2));
        }
      }
    }
  }

  private static boolean isOfOneRun(OptionSpec option) {
    return option.usageHelp()
        || option.versionHelp()
        || (option.userObject() instanceof Field field
            && field.isAnnotationPresent(OfOneRun.class));
  }

  private List<OptionSpec> options(String command) {
    return options.computeIfAbsent(command, name -> tree.options(commands.get(name), name));
  }
}
