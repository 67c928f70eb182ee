package org.nessiebackup.kubernetes.lease;

import java.time.Duration;

/**
 * How long a lease holds without being renewed.
 *
 * @param duration for so long others wait before they believe that its holder is dead
 * @param renewEvery how often the holder renews it
 */
public record LeaseIntervals(Duration duration, Duration renewEvery) {
  /** Half a minute, renewed every eight seconds: a renewal may fail twice. */
  public static final LeaseIntervals DEFAULT =
      new LeaseIntervals(Duration.ofSeconds(30), Duration.ofSeconds(8));

  /** Refuses terms by which a lease would end before its renewal. */
  public LeaseIntervals {
    if (renewEvery.toMillis() < 1
        || duration.toSeconds() < 1
        || renewEvery.compareTo(duration) >= 0) {
      throw new IllegalArgumentException("a lease is renewed before it ends");
    }
  }
}
