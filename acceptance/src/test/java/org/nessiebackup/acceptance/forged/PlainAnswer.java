package org.nessiebackup.acceptance.forged;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.nessiebackup.acceptance.CommandResult;

/** What every answer of the program has to be, whatever it has read. */
final class PlainAnswer {
  private static final Integer[] CODES = {0, 1, 3, 10, 11, 12, 13, 14};

  private static final Pattern JAVA =
      Pattern.compile(
          "a defect in|\\tat |Exception|Cannot (construct|deserialize|coerce)"
              + "|(org\\.nessiebackup|java\\.(lang|util|io|time|nio)|tools\\.jackson|com\\.\\w+)\\."
              + "|StackOverflow|OutOfMemory|out of memory|`[\\w.$]+<");

  /** All but tab and line feed: what moves a cursor, rings, or turns the order of letters. */
  private static final Pattern CONTROL =
      Pattern.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u202a-\\u202e\\u2066-\\u2069]");

  private PlainAnswer() {}

  /** Fails unless it is one. */
  static void assertPlain(CommandResult result) {
    String said = result.out() + result.err();
    assertThat(result.exitCode()).as(result.toString()).isIn((Object[]) CODES);
    assertThat(JAVA.matcher(said).find()).as("names of Java: " + result).isFalse();
    assertThat(CONTROL.matcher(said).find()).as("control characters: " + result).isFalse();
    assertThat(said.lines().anyMatch(line -> line.startsWith("FAKE ")))
        .as("a line of the forger's: " + result)
        .isFalse();
  }
}
