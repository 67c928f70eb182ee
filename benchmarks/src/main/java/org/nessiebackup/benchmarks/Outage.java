package org.nessiebackup.benchmarks;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Requests a server a hundred times a second, and measures how long it did not respond. */
final class Outage implements AutoCloseable {
  private static final long EVERY_MILLIS = 10;

  private final BooleanSupplier serves;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread thread;
  private volatile long lastResponse = System.nanoTime();
  private volatile long longest;

  /** Begins; {@code serves} sends one request. */
  Outage(BooleanSupplier serves) {
    this.serves = serves;
    this.thread = Thread.ofPlatform().daemon().name("outage").start(this::poll);
  }

  private void poll() {
    try {
      while (!ended.await(EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
        if (serves.getAsBoolean()) {
          long now = System.nanoTime();
          longest = Math.max(longest, now - lastResponse);
          lastResponse = now;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The longest time without a response, in seconds; the server responds again. */
  double seconds() {
    while (!serves.getAsBoolean()) {
      Thread.onSpinWait();
    }
    close();
    long now = System.nanoTime();
    return Math.max(longest, now - lastResponse) / 1e9;
  }

  @Override
  public void close() {
    ended.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
