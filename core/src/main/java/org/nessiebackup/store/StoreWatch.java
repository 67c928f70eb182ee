package org.nessiebackup.store;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.nessiebackup.Cancellation;

/**
 * Waits for the responses of a store, and not for ever.
 *
 * <p>The call itself runs in a thread of its own, which is left behind when it does not come back:
 * a connection to a server that is silent cannot be asked to end.
 *
 * @param limit how long a call may take
 * @param notice after which time somebody is told
 * @param notices hear whom we wait for, after that time and then once a minute
 * @param cancellation ends a call that is under way; those that come later, for cleaning up, get a
 *     few seconds
 */
public record StoreWatch(
    Duration limit, Duration notice, Consumer<String> notices, Cancellation cancellation) {
  /** Listing and sending may take so many times as long as looking. */
  static final int LONG = 5;

  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration NOTICES = Duration.ofSeconds(60);
  private static final Duration CLEANING_UP = Duration.ofSeconds(8);

  /** A call to a store. */
  @FunctionalInterface
  interface Call<T> {
    T run() throws IOException;
  }

  /** Refuses a limit in which nothing can be done. */
  public StoreWatch {
    if (limit.isNegative() || limit.isZero()) {
      throw new IllegalArgumentException("a limit has to be longer than nothing");
    }
  }

  /**
   * Does something, in a thread of its own.
   *
   * @param times how many times the limit it may take
   * @param place the store, for messages
   * @param what is done, as in {@code cannot list}
   */
  <T> T call(int times, String place, String what, Call<T> work) throws IOException {
    FutureTask<T> task = new FutureTask<>(work::run);
    boolean cleaningUp = cancellation.requested();
    Duration most = cleaningUp ? CLEANING_UP : limit.multipliedBy(times);
    Thread thread = Thread.ofVirtual().name("store").start(task);
    try {
      Duration waited = Duration.ZERO;
      while (waited.compareTo(most) < 0) {
        try {
          return task.get(POLL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException notYet) {
          if (cancellation.requested() && !cleaningUp) {
            throw interrupted(what);
          }
          waited = waited.plus(POLL);
          report(waited, most, place, what);
        }
      }
      throw new IOException(
          ("%s: \"%s\" has not answered for %d s, in spite of new attempts; look whether it can be"
                  + " reached, or give it more time with --vault-timeout")
              .formatted(what, place, most.toSeconds()));
    } catch (ExecutionException e) {
      throw unwrapped(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted(what);
    } finally {
      thread.interrupt();
    }
  }

  private void report(Duration waited, Duration most, String place, String what) {
    boolean now =
        waited.equals(notice)
            || (waited.compareTo(notice) > 0 && waited.toMillis() % NOTICES.toMillis() == 0);
    if (now) {
      notices.accept(
          "waiting for \"%s\" for %d s now, %d s at most (%s)"
              .formatted(place, waited.toSeconds(), most.toSeconds(), what));
    }
  }

  private static InterruptedIOException interrupted(String what) {
    return new InterruptedIOException(what + ": interrupted");
  }

  private static IOException unwrapped(ExecutionException e) throws IOException {
    switch (e.getCause()) {
      case IOException failure -> throw failure;
      case RuntimeException failure -> throw failure;
      case Error failure -> throw failure;
      default -> throw new IOException(e.getCause());
    }
  }
}
