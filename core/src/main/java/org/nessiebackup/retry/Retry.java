package org.nessiebackup.retry;

import java.time.Duration;
import java.util.Locale;

/**
 * Another attempt that is about to be made.
 *
 * @param what was attempted, such as {@code cannot list}
 * @param attempt its number; 2 is the first that repeats something
 * @param attempts the most that are made
 * @param pause before it begins
 * @param reason what came of the attempt before, for people
 */
public record Retry(String what, int attempt, int attempts, Duration pause, String reason) {
  /** For people: {@code cannot list: attempt 2 of 5 in 1.3 s: no connection}. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s: attempt %d%s in %.1f s: %s",
        what,
        attempt,
        attempts == Integer.MAX_VALUE ? "" : " of " + attempts,
        pause.toMillis() / 1000.0,
        reason);
  }
}
