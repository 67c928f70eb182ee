package org.nessiebackup.journal;

import java.time.Duration;

/** Tells whether some time has passed, by a clock that nobody can set. */
final class Timer {
  private long since = System.nanoTime();

  void restart() {
    since = System.nanoTime();
  }

  boolean hasPassed(Duration span) {
    return System.nanoTime() - since >= span.toNanos();
  }
}
