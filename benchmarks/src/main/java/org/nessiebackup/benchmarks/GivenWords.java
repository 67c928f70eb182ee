package org.nessiebackup.benchmarks;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The words of a command line, which are taken one by one; what nobody has taken was a mistake.
 * Each option is given once; if it is given twice, the last one counts.
 */
final class GivenWords {
  private static final Set<String> MAY_STAND_ALONE = Set.of("--embedded", "--synchronous");

  private final Map<String, String> options = new LinkedHashMap<>();
  private final Deque<String> others = new ArrayDeque<>();

  /**
   * Takes none yet.
   *
   * @throws IllegalArgumentException if an option lacks its value
   */
  GivenWords(String... words) {
    for (int i = 0; i < words.length; i++) {
      int equals = words[i].indexOf('=');
      if (!words[i].startsWith("--")) {
        others.add(words[i]);
      } else if (equals > 0) {
        options.put(words[i].substring(0, equals), words[i].substring(equals + 1));
      } else if (MAY_STAND_ALONE.contains(words[i])) {
        options.put(words[i], "");
      } else if (i + 1 < words.length) {
        options.put(words[i], words[++i]);
      } else {
        throw new IllegalArgumentException(words[i] + " wants a value");
      }
    }
  }

  Optional<String> option(String name) {
    return Optional.ofNullable(options.remove(name));
  }

  Optional<Path> path(String name) {
    return option(name).map(Path::of);
  }

  /** The number of an option, which is at least 1. */
  OptionalInt number(String name) {
    return option(name).map(GivenWords::parsed).orElse(OptionalInt.empty());
  }

  /** The number without an option, if there is one. */
  OptionalInt number() {
    return others.isEmpty() ? OptionalInt.empty() : parsed(others.removeFirst());
  }

  /**
   * Ends the reading.
   *
   * @throws IllegalArgumentException that names a word that nobody has taken
   */
  void refuseTheRest() {
    for (String name : options.keySet()) {
      throw new IllegalArgumentException("unknown option \"" + name + "\"");
    }
    for (String word : others) {
      throw new IllegalArgumentException("unexpected \"" + word + "\"");
    }
  }

  private static OptionalInt parsed(String text) {
    try {
      int number = Integer.parseInt(text);
      if (number < 1) {
        throw new IllegalArgumentException(
            "\"" + text + "\": there has to be something to measure");
      }
      return OptionalInt.of(number);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("\"" + text + "\" is no number", e);
    }
  }
}
