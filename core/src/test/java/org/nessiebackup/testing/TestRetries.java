package org.nessiebackup.testing;

import java.time.Clock;
import java.time.Duration;
import org.nessiebackup.Cancellation;
import org.nessiebackup.retry.Retrier;
import org.nessiebackup.retry.RetryListener;
import org.nessiebackup.retry.RetryPolicy;
import org.nessiebackup.retry.WaitContext;

/** Attempts that follow one another at once, for tests against servers that are ill on purpose. */
public final class TestRetries {
  private TestRetries() {}

  /** So many attempts. */
  public static Retrier of(int attempts) {
    Duration pause = Duration.ofMillis(1);
    return new Retrier(
        RetryPolicy.attempts(attempts, pause, pause),
        new WaitContext(Clock.systemUTC(), new Cancellation()),
        RetryListener.NONE);
  }
}
