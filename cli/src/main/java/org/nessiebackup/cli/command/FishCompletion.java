package org.nessiebackup.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Writes the completion script for fish, which is a list of facts. */
final class FishCompletion {
  private FishCompletion() {}

  static String script(String program, CommandSpec root) {
    List<String> lines = new ArrayList<>();
    lines.add("# fish completion for " + program);
    lines.add("complete -c " + program + " -f");
    for (CommandLine command : visible(root)) {
      CommandSpec spec = command.getCommandSpec();
      lines.add(
          new StringJoiner(" ")
              .add("complete -c " + program + " -n __fish_use_subcommand")
              .add("-a " + spec.name())
              .add("-d " + quoted(first(spec.usageMessage().description())))
              .toString());
      String condition = quoted("__fish_seen_subcommand_from " + String.join(" ", spec.names()));
      spec.options().stream()
          .filter(option -> !option.hidden())
          .map(option -> "complete -c " + program + " -n " + condition + option(option))
          .forEach(lines::add);
      spec.positionalParameters().stream()
          .flatMap(positional -> candidates(positional).stream())
          .map(word -> "complete -c " + program + " -n " + condition + " -a " + word)
          .forEach(lines::add);
    }
    return String.join("\n", lines) + "\n";
  }

  /** Each command once, not once more for each alias. */
  private static List<CommandLine> visible(CommandSpec root) {
    return root.subcommands().values().stream()
        .distinct()
        .filter(command -> !command.getCommandSpec().usageMessage().hidden())
        .toList();
  }

  private static String option(OptionSpec option) {
    StringBuilder text = new StringBuilder();
    for (String name : option.names()) {
      text.append(name.startsWith("--") ? " -l " : " -s ").append(name.replaceFirst("^-+", ""));
    }
    if (option.arity().max() > 0) {
      // A value of which we know nothing may be a file.
      List<String> words = candidates(option);
      text.append(words.isEmpty() ? " -r -F" : " -x -a " + quoted(String.join(" ", words)));
    }
    return text.append(" -d ").append(quoted(first(option.description()))).toString();
  }

  private static List<String> candidates(ArgSpec argument) {
    List<String> words = new ArrayList<>();
    if (argument.type().isEnum()) {
      for (Object constant : argument.type().getEnumConstants()) {
        words.add(constant.toString());
      }
    }
    return words;
  }

  private static String first(String[] description) {
    return String.join(" ", description);
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
