package org.nessiebackup.retry;

import java.time.Duration;
import java.util.Locale;
import org.nessiebackup.Progress;

/** Hears of attempts. Must be quick and must not throw. */
@FunctionalInterface
public interface RetryListener {
  /** Somebody who does not listen. */
  RetryListener NONE = retry -> {};

  /** An attempt has failed, and the next one follows. */
  void retrying(Retry retry);

  /**
   * An attempt has succeeded, after this time.
   *
   * @param what it was, as in {@link Retry#what}
   */
  default void succeeded(String what, Duration took) {}

  /** Reports further attempts, and to who looks closely each request, too. */
  static RetryListener reportingTo(Progress progress) {
    return new RetryListener() {
      @Override
      public void retrying(Retry retry) {
        progress.detail(Progress.Detail.VERBOSE, retry::toString);
      }

      @Override
      public void succeeded(String what, Duration took) {
        progress.detail(
            Progress.Detail.DEBUG,
            () ->
                String.format(
                    Locale.ROOT,
                    "request to %s: answered in %.3f s",
                    what.replaceFirst("^cannot ", ""),
                    took.toNanos() / 1e9));
      }
    };
  }
}
