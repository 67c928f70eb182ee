package org.nessiebackup.service.security;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * Makes those wait who were wrong too often: a second after the fifth time, then twice as long each
 * time. Counted for each key by itself, such as an address and a name.
 */
final class Throttle {
  private static final int FREE = 5;
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final Duration FORGOTTEN = Duration.ofMinutes(15);

  private final Clock clock;
  private final Map<String, Failures> failures = new Bounded<>(10_000);

  private record Failures(int count, Instant last) {
    Duration delay() {
      return count < FREE
          ? Duration.ZERO
          : shorter(Duration.ofSeconds(1L << Math.min(count - FREE, 20)), LONGEST);
    }

    private static Duration shorter(Duration one, Duration other) {
      return one.compareTo(other) < 0 ? one : other;
    }
  }

  Throttle(Clock clock) {
    this.clock = clock;
  }

  /** How long one of these still has to wait; zero for not at all. */
  synchronized Duration left(String... keys) {
    Duration longest = Duration.ZERO;
    for (String key : keys) {
      Failures found = failures.get(key);
      if (found != null) {
        Duration left = Duration.between(clock.instant(), found.last().plus(found.delay()));
        longest = left.compareTo(longest) > 0 ? left : longest;
      }
    }
    return longest;
  }

  /** Something was wrong. */
  synchronized void failed(String... keys) {
    for (String key : keys) {
      failures.merge(
          key,
          new Failures(1, clock.instant()),
          (old, one) ->
              old.last().plus(FORGOTTEN).isBefore(one.last())
                  ? one
                  : new Failures(old.count() + 1, one.last()));
    }
  }

  /** All was right. */
  synchronized void succeeded(String key) {
    failures.remove(key);
  }
}
