package org.nessiebackup.cli.command;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.nessiebackup.cli.settings.NamedByCommand;
import org.nessiebackup.cli.settings.OfOneRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The names that a file of settings may have, as options are declared. The declarations are read by
 * themselves, and of one command after the other until a name is found: a command line of all
 * commands takes longer to make than most commands run.
 */
final class KnownSettings {
  private final Map<String, Class<?>> commands = new LinkedHashMap<>();
  private final Map<String, List<Declared>> options = new HashMap<>();

  KnownSettings(CommandTree tree) {
    for (Class<?> type : tree.commands()) {
      Command command = type.getAnnotation(Command.class);
      commands.put(command.name(), type);
      for (Class<?> below : command.subcommands()) {
        commands.put(command.name() + "-" + below.getAnnotation(Command.class).name(), below);
      }
    }
  }

  /** An option, by its names without hyphens before them. */
  private record Declared(List<String> names, boolean ofOneRun, boolean namedByCommand) {}

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
    options(command).forEach(option -> add(option, all, others));
    return new Names(all, others);
  }

  /** What may stand above all tables; looks no further than to the first command that has it. */
  Names shared(String name) {
    TreeSet<String> all = new TreeSet<>();
    Map<String, String> others = new HashMap<>();
    for (String command : commands.keySet()) {
      for (Declared option : options(command)) {
        List<String> names = new ArrayList<>();
        add(option, names, others);
        if (option.namedByCommand()) {
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

  private static void add(Declared option, List<String> all, Map<String, String> others) {
    if (option.ofOneRun()) {
      option
          .names()
          .forEach(name -> others.put(name, "It is about one run: type --%s.".formatted(name)));
    } else {
      all.addAll(option.names());
    }
  }

  private List<Declared> options(String command) {
    return options.computeIfAbsent(
        command,
        name -> {
          Class<?> type = commands.get(name);
          NamedByCommand own = type.getAnnotation(NamedByCommand.class);
          List<String> special = own == null ? List.of() : List.of(own.value());
          return Stream.concat(declared(type), declared(NessieBackup.class))
              .map(field -> declared(field, special))
              .toList();
        });
  }

  private static Declared declared(Field field, List<String> special) {
    Option option = field.getAnnotation(Option.class);
    List<String> names = List.of(option.names());
    return new Declared(
        names.stream()
            .filter(name -> name.startsWith("--"))
            .map(name -> name.substring(2))
            .toList(),
        option.usageHelp() || option.versionHelp() || field.isAnnotationPresent(OfOneRun.class),
        names.stream().anyMatch(special::contains));
  }

  /** The fields of options, those of mixins too. */
  private static Stream<Field> declared(Class<?> type) {
    return Stream.of(type.getDeclaredFields())
        .flatMap(
            field -> {
              if (field.isAnnotationPresent(Mixin.class)) {
                return declared(field.getType());
              }
              return field.isAnnotationPresent(Option.class) ? Stream.of(field) : Stream.empty();
            });
  }
}
