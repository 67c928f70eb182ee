package org.nessiebackup.drill;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.nessiebackup.Cancellation;

/** Waits for something, and no longer than allowed; a request to stop ends the wait at once. */
record Poller(Cancellation cancellation) {
  private static final long LOOK_MILLIS = 50;

  /** Looks again and again; false if the time is over. */
  boolean await(Duration limit, BooleanSupplier condition) {
    CountDownLatch stop = new CountDownLatch(1);
    Cancellation.Registration registration = cancellation.onRequest(stop::countDown);
    try {
      long deadline = System.nanoTime() + limit.toNanos();
      while (!condition.getAsBoolean()) {
        if (System.nanoTime() - deadline > 0) {
          return false;
        }
        if (stop.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
          throw Cancellation.interrupted(null);
        }
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Cancellation.interrupted(e);
    } finally {
      registration.close();
    }
  }
}
