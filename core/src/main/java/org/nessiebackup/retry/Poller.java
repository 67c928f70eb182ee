package org.nessiebackup.retry;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/** Waits until a condition holds that others bring about. */
public final class Poller {
  private final WaitContext context;

  /** As long as nobody requests to stop. */
  public Poller(WaitContext context) {
    this.context = context;
  }

  /**
   * Evaluates the condition at once and then again and again.
   *
   * @return false if it did not hold within the limit
   * @throws org.nessiebackup.BackupException {@link org.nessiebackup.Failure#INTERRUPTED} if
   *     somebody requests to stop
   */
  public boolean await(Duration limit, Duration every, BooleanSupplier condition) {
    Instant end = context.now().plus(limit);
    while (!condition.getAsBoolean()) {
      context.cancellation().check();
      if (!context.now().isBefore(end)) {
        return false;
      }
      context.sleep(every);
      context.cancellation().check();
    }
    return true;
  }
}
