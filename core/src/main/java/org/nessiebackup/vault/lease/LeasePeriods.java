package org.nessiebackup.vault.lease;

import java.time.Duration;

/**
 * How long leases hold.
 *
 * @param duration from an acquisition or a refresh to the end
 * @param refreshEvery how often the holder prolongs it; much shorter than the duration, so that a
 *     refresh may fail once or twice
 * @param tolerance how much longer others respect it, because clocks differ: the holder of a lease
 *     stops believing in it before anybody else does
 */
public record LeasePeriods(Duration duration, Duration refreshEvery, Duration tolerance) {
  /** Two minutes, prolonged every half minute; clocks may differ by a minute. */
  public static final LeasePeriods DEFAULT =
      new LeasePeriods(Duration.ofMinutes(2), Duration.ofSeconds(30), Duration.ofMinutes(1));

  /** Refuses those by which a lease would end before its refresh. */
  public LeasePeriods {
    if (tolerance.isNegative()
        || refreshEvery.toMillis() < 1
        || refreshEvery.compareTo(duration) >= 0) {
      throw new IllegalArgumentException("a lease is refreshed before it ends");
    }
  }
}
