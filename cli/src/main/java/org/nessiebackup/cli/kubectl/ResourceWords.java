package org.nessiebackup.cli.kubectl;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A command line with the few options that a resource has fields for.
 *
 * @param names what is no option
 * @param values of options that take one
 * @param flags options that take none
 */
record ResourceWords(List<String> names, Map<String, List<String>> values, Set<String> flags) {
  /** Takes its own copies. */
  ResourceWords {
    names = List.copyOf(names);
    values = Map.copyOf(values);
    flags = Set.copyOf(flags);
  }

  /**
   * Takes one apart.
   *
   * @param valued options that take a value
   * @param plain options that take none
   * @return empty if another option is on it, or a value is missing
   */
  static Optional<ResourceWords> of(List<String> line, Set<String> valued, Set<String> plain) {
    List<String> names = new ArrayList<>();
    Map<String, List<String>> values = new HashMap<>();
    List<String> flags = new ArrayList<>();
    for (int i = 0; i < line.size(); i++) {
      String word = line.get(i);
      int equals = word.indexOf('=');
      String name = equals < 0 ? word : word.substring(0, equals);
      if (!word.startsWith("-")) {
        names.add(word);
      } else if (plain.contains(word)) {
        flags.add(word);
      } else if (valued.contains(name) && (equals >= 0 || i + 1 < line.size())) {
        String value = equals >= 0 ? word.substring(equals + 1) : line.get(++i);
        values.computeIfAbsent(name, ignored -> new ArrayList<>()).add(value);
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(new ResourceWords(names, values, Set.copyOf(flags)));
  }

  boolean has(String flag) {
    return flags.contains(flag);
  }

  /** All that an option was given. */
  List<String> all(String option) {
    return values.getOrDefault(option, List.of());
  }

  /** The only value of an option. */
  Optional<String> value(String option) {
    return all(option).stream().findFirst();
  }
}
