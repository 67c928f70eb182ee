package org.nessiebackup.kubernetes.workload;

import java.time.Duration;

/**
 * How long Nessie may take.
 *
 * @param stop until its last pod has ended; longer than the grace period of its pods
 * @param start until all its pods answer
 * @param look how often it is looked at
 */
public record ScaleTimeouts(Duration stop, Duration start, Duration look) {
  /** Two minutes to stop, five to start, looked at twice a second. */
  public static final ScaleTimeouts DEFAULT =
      new ScaleTimeouts(Duration.ofMinutes(2), Duration.ofMinutes(5), Duration.ofMillis(500));

  /** Refuses times that are none. */
  public ScaleTimeouts {
    if (stop.isNegative() || start.isNegative() || look.toMillis() < 1) {
      throw new IllegalArgumentException("scaling takes time");
    }
  }
}
