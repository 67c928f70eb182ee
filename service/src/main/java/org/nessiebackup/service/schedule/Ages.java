package org.nessiebackup.service.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * How long ago things were, though the clock by which they are dated may have been set since. What
 * was seen once is counted by a clock that nobody sets; but a machine that slept did not count
 * either, so the longer one of the two holds. What is said to be yet to come has just been. Not for
 * several threads.
 */
final class Ages {
  /** A clock that goes so far from one look to the next was set. */
  private static final Duration STEP = Duration.ofSeconds(5);

  private final Map<Object, Long> origins = new HashMap<>();
  private Instant now = Instant.EPOCH;
  private long ticks;

  /**
   * Now.
   *
   * @param moment by the clock
   * @param nanos by one that nobody sets
   */
  void at(Instant moment, long nanos) {
    Duration byClock = Duration.between(now, moment);
    Duration counted = Duration.ofNanos(nanos - ticks);
    if (byClock.minus(counted).abs().compareTo(STEP.plus(counted.abs().dividedBy(100))) > 0) {
      // It was wrong before or is now; what was estimated by it is estimated anew.
      origins.clear();
    }
    now = moment;
    ticks = nanos;
  }

  /**
   * How long ago something was.
   *
   * @param thing what tells it from everything else
   * @param dated when it was, as it says
   */
  Duration of(Object thing, Instant dated) {
    Duration byClock = Duration.between(dated, now);
    Duration said = byClock.isNegative() ? Duration.ZERO : byClock;
    long origin = origins.computeIfAbsent(thing, first -> ticks - said.toNanos());
    Duration counted = Duration.ofNanos(ticks - origin);
    return counted.compareTo(said) > 0 ? counted : said;
  }

  /** Forgets all other things. */
  void keep(Set<Object> things) {
    origins.keySet().retainAll(things);
  }
}
