package org.nessiebackup.cli.console;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/**
 * The terminal of a run: how wide it is, and whether its last line is one that is written over
 * while work goes on. There is one for a run, whoever speaks: what anybody says takes the place of
 * that line.
 */
public final class Terminal {
  /** The launcher says here how many columns there are when the program starts. */
  static final String LAUNCHER = "NESSIE_BACKUP_COLUMNS";

  /** Whoever sets this knows better, for every program. */
  static final String EVERYBODY = "COLUMNS";

  private static final int USUAL = 80;
  private static final int FEWEST = 20;
  private static final long ASK_AGAIN_MILLIS = 2_000;

  private final Clock clock;
  private final boolean fixed;
  private int columns;
  private long asked;
  private boolean lineShown;

  Terminal(Map<String, String> environment, Clock clock) {
    Optional<Integer> given = number(environment.get(EVERYBODY));
    Optional<Integer> atFirst = given.or(() -> number(environment.get(LAUNCHER)));
    this.clock = clock;
    this.fixed = given.isPresent();
    this.columns = atFirst.orElse(USUAL);
    this.asked = atFirst.isPresent() ? clock.millis() : 0;
  }

  /** How many columns it has; a window may change its size, so this is asked again and again. */
  synchronized int columns() {
    if (!fixed && clock.millis() - asked >= ASK_AGAIN_MILLIS) {
      asked = clock.millis();
      columns = ask().orElse(columns);
    }
    return columns;
  }

  /** Writes the line, over the one before if there is one. */
  synchronized void writeOver(Runnable writing) {
    writing.run();
    lineShown = true;
  }

  /** Writes something else, after the line was taken away if there is one. */
  synchronized void write(Runnable erasing, Runnable writing) {
    if (lineShown) {
      erasing.run();
      lineShown = false;
    }
    writing.run();
  }

  /** Java cannot tell; every system that has terminals can. */
  private static Optional<Integer> ask() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String answer = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return number(answer.strip().replaceFirst("^[0-9]+ ", ""));
    } catch (IOException | IllegalStateException nobodyLooks) {
      return Optional.empty();
    }
  }

  /** Anything that makes no sense counts as not said: a terminal may call itself 0 wide. */
  private static Optional<Integer> number(String text) {
    return text != null && text.matches("[1-9][0-9]{0,4}")
        ? Optional.of(Math.max(FEWEST, Integer.parseInt(text)))
        : Optional.empty();
  }
}
