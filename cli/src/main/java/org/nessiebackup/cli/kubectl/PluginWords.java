package org.nessiebackup.cli.kubectl;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nessiebackup.Failure;

/**
 * A command line as it is typed behind kubectl: kubectl's own options may stand anywhere in it, in
 * its own forms.
 *
 * @param words without these options, the command first
 * @param options what they are set to, by their long names
 */
record PluginWords(List<String> words, Map<String, String> options) {
  private static final Map<String, String> NAMES =
      Map.of(
          "-n", "--namespace",
          "--namespace", "--namespace",
          "--context", "--context",
          "--kubeconfig", "--kubeconfig",
          "--instance", "--instance");

  /** Takes its own copies. */
  PluginWords {
    words = List.copyOf(words);
    options = Map.copyOf(options);
  }

  /** Takes kubectl's options out of a command line. What stands behind {@code --} is left alone. */
  static PluginWords of(List<String> line) {
    List<String> words = new ArrayList<>();
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i < line.size(); i++) {
      String word = line.get(i);
      if (word.equals("--")) {
        words.addAll(line.subList(i, line.size()));
        break;
      }
      int equals = word.indexOf('=');
      String name = NAMES.get(equals < 0 ? word : word.substring(0, equals));
      if (name == null) {
        words.add(word);
      } else if (equals >= 0) {
        put(options, name, word.substring(equals + 1));
      } else if (i + 1 < line.size()) {
        i++;
        put(options, name, line.get(i));
      } else {
        throw withoutValue(word);
      }
    }
    return new PluginWords(words, options);
  }

  private static void put(Map<String, String> options, String name, String value) {
    if (value.isEmpty()) {
      throw withoutValue(name);
    }
    options.put(name, value);
  }

  private static RuntimeException withoutValue(String option) {
    return Failure.USAGE.exception(
        "option \"" + option + "\" is given without a value",
        "-n is a namespace here, as in kubectl; what only looks is --dry-run.");
  }

  Optional<String> option(String name) {
    return Optional.ofNullable(options.get(name));
  }

  /** What the program itself is given to do the same here, which knows no instance. */
  List<String> forHere() {
    List<String> given = new ArrayList<>(List.of(words.getFirst(), "--kubernetes"));
    for (String name : List.of("--namespace", "--context", "--kubeconfig")) {
      option(name).ifPresent(value -> given.addAll(List.of(name, value)));
    }
    given.addAll(words.subList(1, words.size()));
    return given;
  }
}
