package org.nessiebackup.browse;

import java.time.Instant;
import java.util.Optional;

/**
 * How much of a log to show.
 *
 * @param limit how many commits at most
 * @param since none that was made earlier
 */
public record LogOptions(int limit, Optional<Instant> since) {
  /** More commits are not held in memory. */
  public static final int MOST = 10_000;

  /** Refuses a log of nothing. */
  public LogOptions {
    if (limit < 1 || limit > MOST) {
      throw new IllegalArgumentException("a log has 1 to " + MOST + " commits");
    }
  }
}
