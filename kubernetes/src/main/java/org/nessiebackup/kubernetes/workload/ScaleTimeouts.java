package org.nessiebackup.kubernetes.workload;

import java.time.Duration;

/**
 * How long Nessie may take.
 *
 * @param stop until its last pod has ended; longer than the grace period of its pods
 * @param start until all its pods answer
 * @param poll how often it is polled
 */
public record ScaleTimeouts(Duration stop, Duration start, Duration poll) {
  /** Two minutes to stop, five to start, polled twice a second. */
  public static final ScaleTimeouts DEFAULT =
      new ScaleTimeouts(Duration.ofMinutes(2), Duration.ofMinutes(5), Duration.ofMillis(500));

  /** Refuses times that are none. */
  public ScaleTimeouts {
    if (stop.isNegative() || start.isNegative() || poll.toMillis() < 1) {
      throw new IllegalArgumentException("scaling takes time");
    }
  }
}
