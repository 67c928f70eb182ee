package org.nessiebackup.acceptance;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what other processes do, for a while that no healthy machine needs. */
public final class Deadline {
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(20);

  private Deadline() {}

  /**
   * Returns as soon as the condition holds.
   *
   * @throws AssertionError if it doesn't within the limit
   */
  public static void await(String what, Duration limit, BooleanSupplier condition) {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("waited in vain for " + what);
      }
      LockSupport.parkNanos(PAUSE);
    }
  }
}
