package org.nessiebackup.retry;

/** Hears that something is attempted again. Must be quick and must not throw. */
@FunctionalInterface
public interface RetryListener {
  /** Somebody who does not listen. */
  RetryListener NONE = retry -> {};

  /** An attempt has failed, and the next one follows. */
  void retrying(Retry retry);
}
