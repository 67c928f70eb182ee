package org.nessiebackup.store.s3;

import java.time.Duration;

/**
 * How long a server is waited for, so that a dead one never holds up the work for ever.
 *
 * @param attempts of each request, the first included
 * @param pause before the second attempt at most, doubling from then on; chance decides how much of
 *     it is taken, so that many clients do not come back at once
 * @param busyPause the same where the server says that it has too much to do
 * @param connect until a connection stands
 * @param silence between two bytes that come
 * @param attempt for one request as a whole, without the body of an answer
 */
record Patience(
    int attempts,
    Duration pause,
    Duration busyPause,
    Duration connect,
    Duration silence,
    Duration attempt) {
  static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);

  /** Enough for a server that restarts, and for a part over a slow line. */
  static Patience usual() {
    return new Patience(
        6,
        Duration.ofMillis(200),
        Duration.ofSeconds(1),
        Duration.ofSeconds(10),
        Duration.ofSeconds(60),
        Duration.ofMinutes(5));
  }

  /** Less: there are many files to ask for, and one that could not be asked for is a result too. */
  static Patience probing() {
    return new Patience(
        4,
        Duration.ofMillis(200),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(20),
        Duration.ofSeconds(60));
  }
}
