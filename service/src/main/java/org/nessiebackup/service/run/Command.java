package org.nessiebackup.service.run;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A command line, as a person would type it after the program's name, without what only says how
 * the result is written.
 *
 * @param words the command and its arguments
 */
public record Command(List<String> words) {
  /**
   * Checks that it names a command.
   *
   * @throws IllegalArgumentException if it has no first word, or that is an option
   */
  public Command {
    words = List.copyOf(words);
    if (words.isEmpty() || words.getFirst().isBlank() || words.getFirst().startsWith("-")) {
      throw new IllegalArgumentException("no command: " + words);
    }
  }

  /** One of these words. */
  public static Command of(String... words) {
    return new Command(List.of(words));
  }

  /** The same with more words at its end. */
  public Command with(String... more) {
    return new Command(Stream.concat(words.stream(), Stream.of(more)).toList());
  }

  /** What it does: {@code backup}, {@code verify}. */
  public String name() {
    return words.getFirst();
  }

  /** The line for a shell, quoted where that is needed. */
  public String line() {
    return String.join(" ", words.stream().map(Command::quoted).toList());
  }

  /** The line as a person types it, with the program's name. */
  public String typed() {
    return "nessie-backup " + line();
  }

  private static String quoted(String word) {
    boolean plain = word.toLowerCase(Locale.ROOT).matches("[a-z0-9@%+=:,./_~-]+");
    return plain ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
