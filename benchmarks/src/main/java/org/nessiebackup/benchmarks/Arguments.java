package org.nessiebackup.benchmarks;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is to be measured.
 *
 * @param commits the size of the catalog
 * @param rounds how often everything is done
 * @param serverFolder the folder with the PostgreSQL programs, if one is named
 * @param embedded whether the embedded server is wanted
 * @param version the embedded server's major version; empty means the newest
 * @param work where files go; empty means a temporary folder
 * @param output a file that the report is appended to
 */
record Arguments(
    int commits,
    int rounds,
    Optional<Path> serverFolder,
    boolean embedded,
    OptionalInt version,
    Optional<Path> work,
    Optional<Path> output) {

  Arguments {
    if (commits < 1 || rounds < 1) {
      throw new IllegalArgumentException("there has to be something to measure");
    }
  }

  /**
   * Reads the words of the command line.
   *
   * @throws IllegalArgumentException if they make no sense
   */
  static Arguments parse(String... words) {
    Arguments parsed =
        new Arguments(
            20_000,
            3,
            Optional.empty(),
            false,
            OptionalInt.empty(),
            Optional.empty(),
            Optional.empty());
    for (int i = 0; i < words.length; i++) {
      int equals = words[i].indexOf('=');
      boolean option = words[i].startsWith("--");
      String name = option && equals > 0 ? words[i].substring(0, equals) : words[i];
      String value = equals > 0 ? words[i].substring(equals + 1) : "";
      if (option && equals < 0 && !name.equals("--embedded")) {
        i++;
        if (i == words.length) {
          throw new IllegalArgumentException(name + " wants a value");
        }
        value = words[i];
      }
      parsed = option ? parsed.with(name, value) : parsed.withCommits(number(words[i]));
    }
    return parsed;
  }

  private Arguments with(String name, String value) {
    return switch (name) {
      case "--rounds" -> withRounds(number(value));
      case "--server-bin" ->
          new Arguments(commits, rounds, Optional.of(Path.of(value)), false, version, work, output);
      case "--embedded" -> {
        OptionalInt wanted = value.isEmpty() ? OptionalInt.empty() : OptionalInt.of(number(value));
        yield new Arguments(commits, rounds, Optional.empty(), true, wanted, work, output);
      }
      case "--work" ->
          new Arguments(
              commits,
              rounds,
              serverFolder,
              embedded,
              version,
              Optional.of(Path.of(value)),
              output);
      case "--output" ->
          new Arguments(
              commits, rounds, serverFolder, embedded, version, work, Optional.of(Path.of(value)));
      default -> throw new IllegalArgumentException("unknown option \"" + name + "\"");
    };
  }

  private Arguments withCommits(int count) {
    return new Arguments(count, rounds, serverFolder, embedded, version, work, output);
  }

  private Arguments withRounds(int count) {
    return new Arguments(commits, count, serverFolder, embedded, version, work, output);
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("\"" + text + "\" is no number", e);
    }
  }
}
