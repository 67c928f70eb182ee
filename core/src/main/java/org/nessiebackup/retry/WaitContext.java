package org.nessiebackup.retry;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.nessiebackup.Cancellation;
import org.nessiebackup.WorkContext;

/**
 * What waiting needs from outside.
 *
 * @param clock tells when the time is over
 * @param sleeper lets time pass
 * @param cancellation a request to stop, which ends the waiting
 * @param jitter spreads the attempts of many clients
 */
public record WaitContext(
    Clock clock, Sleeper sleeper, Cancellation cancellation, RandomGenerator jitter) {
  /** With a sleeper and a jitter of its own. */
  public WaitContext(Clock clock, Cancellation cancellation) {
    this(clock, Sleeper.stoppedBy(cancellation), cancellation, new SplittableRandom());
  }

  /** As an operation waits. */
  public static WaitContext of(WorkContext context) {
    return new WaitContext(context.clock(), context.cancellation());
  }

  /** The same with a sleeper from outside. */
  public static WaitContext of(WorkContext context, Sleeper sleeper) {
    return new WaitContext(
        context.clock(), sleeper, context.cancellation(), new SplittableRandom());
  }

  Instant now() {
    return clock.instant();
  }

  void sleep(Duration duration) {
    sleeper.sleep(duration);
  }
}
