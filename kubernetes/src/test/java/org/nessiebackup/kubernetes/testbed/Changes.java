package org.nessiebackup.kubernetes.testbed;

import java.time.Duration;

/** Counts changes of a cluster, so that others can wait for one instead of sleeping. */
public final class Changes {
  private long count;

  Changes() {}

  /** How many so far. */
  public synchronized long count() {
    return count;
  }

  synchronized void announce() {
    count++;
    notifyAll();
  }

  /** Returns when there were more than this, at the latest after a while. */
  public synchronized long await(long seen, Duration atMost) {
    long end = System.nanoTime() + atMost.toNanos();
    try {
      while (count <= seen) {
        long millis = (end - System.nanoTime()) / 1_000_000;
        if (millis <= 0) {
          return count;
        }
        wait(millis);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return count;
  }
}
