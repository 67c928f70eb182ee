package org.nessiebackup.replica;

import java.time.Duration;
import java.util.Optional;

/**
 * How a replica is promoted.
 *
 * @param accepted the code of a plan whose obstacles somebody has accepted; absent if nobody has
 * @param patience how long the last change may take to arrive, once nobody can write any more
 * @param jobs how many threads read the catalog
 */
public record PromotionOptions(Optional<String> accepted, Duration patience, int jobs) {
  /** Accepts nothing, and waits five minutes. */
  public static final PromotionOptions DEFAULT =
      new PromotionOptions(Optional.empty(), Duration.ofMinutes(5), 2);

  /** Refuses what lets nothing happen. */
  public PromotionOptions {
    if (jobs < 1 || patience.isNegative()) {
      throw new IllegalArgumentException("somebody has to read, and time goes forward");
    }
  }

  /** The same with a code. */
  public PromotionOptions accepting(String code) {
    return new PromotionOptions(Optional.of(code), patience, jobs);
  }
}
