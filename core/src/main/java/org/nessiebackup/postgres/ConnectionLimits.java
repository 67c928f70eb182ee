package org.nessiebackup.postgres;

import java.time.Duration;
import org.nessiebackup.DurationWords;

/**
 * How long a server is waited for. Work of the server itself has no limit, however long it takes:
 * what counts is whether it still gives signs of life.
 *
 * @param connect until a connection is made and the login has a response
 * @param silence without any sign of life from the server while it owes a response
 * @param lock for a lock that somebody else holds
 * @param look after which a response that is due is looked after
 */
public record ConnectionLimits(Duration connect, Duration silence, Duration lock, Duration look) {
  private static final Duration LOOK = Duration.ofSeconds(5);

  /** Generous: a machine that is moved, or a server that is overloaded, comes back within them. */
  public static final ConnectionLimits DEFAULT =
      of(Duration.ofSeconds(30), Duration.ofMinutes(3), Duration.ofMinutes(5));

  /** Refuses limits that nothing could keep. */
  public ConnectionLimits {
    if (!isPositive(connect) || !isPositive(silence) || !isPositive(lock) || !isPositive(look)) {
      throw new IllegalArgumentException("a limit of no time");
    }
  }

  /** With the usual time until a response is looked after, or less where a limit is short. */
  public static ConnectionLimits of(Duration connect, Duration silence, Duration lock) {
    Duration shortest = silence.compareTo(lock) < 0 ? silence : lock;
    Duration half = shortest.dividedBy(2);
    return new ConnectionLimits(connect, silence, lock, half.compareTo(LOOK) < 0 ? half : LOOK);
  }

  private static boolean isPositive(Duration duration) {
    return duration.compareTo(Duration.ofMillis(1)) >= 0;
  }

  /** For people. */
  static String words(Duration duration) {
    return DurationWords.of(duration.toSeconds() < 1 ? Duration.ofSeconds(1) : duration);
  }
}
