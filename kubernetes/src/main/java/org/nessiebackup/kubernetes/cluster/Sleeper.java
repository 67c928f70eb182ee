package org.nessiebackup.kubernetes.cluster;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.nessiebackup.Cancellation;

/** Lets time pass between two looks at something that others change. */
@FunctionalInterface
public interface Sleeper {
  /**
   * Returns after a while, or earlier; a caller looks at the clock and at the request to stop by
   * itself.
   */
  void pause(Duration duration);

  /** Really waits, until somebody asks to stop. */
  static Sleeper real(Cancellation cancellation) {
    return duration -> {
      CountDownLatch woken = new CountDownLatch(1);
      Cancellation.Registration registration = cancellation.onRequest(woken::countDown);
      try (registration) {
        woken.await(duration.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw Cancellation.interrupted(e);
      }
    };
  }
}
