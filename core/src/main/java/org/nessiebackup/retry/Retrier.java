package org.nessiebackup.retry;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import java.util.function.Predicate;
import org.nessiebackup.Cancellation;

/**
 * Attempts something until it succeeds, its failure is final, or the policy allows no more.
 *
 * @param policy how often and for how long
 * @param context what waiting needs
 * @param listener hears of each further attempt
 * @param words put a failure into words for the listener
 */
public record Retrier(
    RetryPolicy policy,
    WaitContext context,
    RetryListener listener,
    Function<Exception, String> words) {
  /** One attempt; doing it twice must do no harm. */
  @FunctionalInterface
  public interface Attempt<T, E extends Exception> {
    /** Makes it. */
    T run() throws E;
  }

  /** With a policy, and somebody who hears of each further attempt. */
  public Retrier(RetryPolicy policy, WaitContext context, RetryListener listener) {
    this(policy, context, listener, Retrier::message);
  }

  private static String message(Exception failure) {
    return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
  }

  /** The same, which tells the listener the reasons in these words. */
  public Retrier wording(Function<Exception, String> words) {
    return new Retrier(policy, context, listener, words);
  }

  /**
   * Attempts something. Of several failures the last one is thrown.
   *
   * @param what it is, for the listener: {@code cannot list}
   * @param mayPass whether another attempt may go better after this failure
   * @throws org.nessiebackup.BackupException {@link org.nessiebackup.Failure#INTERRUPTED} if
   *     somebody requests to stop between two attempts
   */
  public <T, E extends Exception> T run(
      String what, Attempt<T, E> attempt, Predicate<? super Exception> mayPass) throws E {
    Instant end = context.now().plus(policy.limit());
    for (int failed = 1; ; failed++) {
      long begun = System.nanoTime();
      try {
        T result = attempt.run();
        listener.succeeded(what, Duration.ofNanos(System.nanoTime() - begun));
        return result;
      } catch (Exception e) {
        Duration pause = policy.pauseAfter(failed, context.jitter());
        boolean last = failed == policy.attempts() || context.now().plus(pause).isAfter(end);
        if (last || !mayPass.test(e)) {
          throw e;
        }
        pause(new Retry(what, failed + 1, policy.attempts(), pause, words.apply(e)), e);
      }
    }
  }

  /**
   * Tells the listener that something goes on at once with a new request, because the one before
   * has broken off.
   *
   * @param what broke off
   */
  public void resuming(String what, Exception why) {
    listener.retrying(new Retry(what, 2, policy.attempts(), Duration.ZERO, words.apply(why)));
  }

  private void pause(Retry retry, Exception why) {
    if (!context.cancellation().requested()) {
      listener.retrying(retry);
      context.sleep(retry.pause());
    }
    if (context.cancellation().requested()) {
      throw Cancellation.interrupted(why);
    }
  }
}
