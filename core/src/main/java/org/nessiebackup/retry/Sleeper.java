package org.nessiebackup.retry;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.nessiebackup.Cancellation;

/** Lets time pass between two attempts, or between two looks at something that others change. */
@FunctionalInterface
public interface Sleeper {
  /**
   * Returns after a while, or earlier; a caller checks the clock and the request to stop by itself.
   *
   * @throws org.nessiebackup.BackupException {@link org.nessiebackup.Failure#INTERRUPTED} if the
   *     thread is interrupted
   */
  void sleep(Duration duration);

  /** Really sleeps, until somebody requests to stop. */
  static Sleeper stoppedBy(Cancellation cancellation) {
    return duration -> {
      CountDownLatch woken = new CountDownLatch(1);
      Cancellation.Registration registration = cancellation.onRequest(woken::countDown);
      try {
        woken.await(duration.toNanos(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw Cancellation.interrupted(e);
      } finally {
        registration.close();
      }
    };
  }
}
