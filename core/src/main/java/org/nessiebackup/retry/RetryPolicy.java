package org.nessiebackup.retry;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How often and for how long something is attempted.
 *
 * @param attempts the most of them, the first included
 * @param limit no attempt begins later than so long after the first one
 * @param pause before the second attempt at most, doubled from then on; chance takes up to half of
 *     it away, so that many clients do not come back at once
 * @param longestPause where doubling ends
 */
public record RetryPolicy(int attempts, Duration limit, Duration pause, Duration longestPause) {
  private static final Duration UNLIMITED = Duration.ofDays(36_500);
  private static final int MOST_DOUBLINGS = 30;

  /** Refuses what allows no attempt at all, and negative times. */
  public RetryPolicy {
    if (attempts < 1 || limit.isNegative() || pause.isNegative()) {
      throw new IllegalArgumentException("at least one attempt, and no negative time");
    }
  }

  /** So many attempts, however long each of them takes. */
  public static RetryPolicy attempts(int attempts, Duration pause, Duration longestPause) {
    return new RetryPolicy(attempts, UNLIMITED, pause, longestPause);
  }

  /** As many attempts as the time allows. */
  public static RetryPolicy within(Duration limit, Duration pause, Duration longestPause) {
    return new RetryPolicy(Integer.MAX_VALUE, limit, pause, longestPause);
  }

  /** How long to pause after so many failed attempts. */
  Duration pauseAfter(int failed, RandomGenerator jitter) {
    long doublings = 1L << Math.min(failed - 1, MOST_DOUBLINGS);
    // Compared in this order, since a long pause doubled often is no duration any more.
    Duration most =
        longestPause.dividedBy(doublings).compareTo(pause) < 0
            ? longestPause
            : pause.multipliedBy(doublings);
    Duration least = most.dividedBy(2);
    return least.plusNanos(Math.round(least.toNanos() * jitter.nextDouble()));
  }
}
