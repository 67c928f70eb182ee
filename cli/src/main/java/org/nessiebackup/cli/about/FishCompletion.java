package org.nessiebackup.cli.about;

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
      lines.add(name(program, "__fish_use_subcommand", spec));
      String seen = seen(spec);
      lines.addAll(below(program, seen, spec));
      for (CommandLine inner : visible(spec)) {
        lines.add(name(program, quoted(seen), inner.getCommandSpec()));
        String both = seen + "; and " + seen(inner.getCommandSpec());
        lines.addAll(below(program, both, inner.getCommandSpec()));
      }
    }
    return String.join("\n", lines) + "\n";
  }

  private static String seen(CommandSpec command) {
    return "__fish_seen_subcommand_from " + String.join(" ", command.names());
  }

  private static String name(String program, String condition, CommandSpec command) {
    return new StringJoiner(" ")
        .add("complete -c " + program + " -n " + condition)
        .add("-a " + command.name())
        .add("-d " + quoted(first(command.usageMessage().description())))
        .toString();
  }

  /** What may follow on a command. */
  private static List<String> below(String program, String seen, CommandSpec command) {
    String begin = "complete -c " + program + " -n " + quoted(seen);
    List<String> lines = new ArrayList<>();
    command.options().stream()
        .filter(option -> !option.hidden())
        .map(option -> begin + option(option))
        .forEach(lines::add);
    command.positionalParameters().stream()
        .flatMap(positional -> candidates(positional).stream())
        .map(word -> begin + " -a " + word)
        .forEach(lines::add);
    return lines;
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
    if (argument.completionCandidates() != null) {
      argument.completionCandidates().forEach(words::add);
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
