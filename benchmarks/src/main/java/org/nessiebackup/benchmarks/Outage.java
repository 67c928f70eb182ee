package org.nessiebackup.benchmarks;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Asks a server a hundred times a second, and measures how long it did not answer. */
final class Outage implements AutoCloseable {
  private static final long EVERY_MILLIS = 10;

  private final BooleanSupplier serves;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread thread;
  private volatile long lastAnswer = System.nanoTime();
  private volatile long longest;

  /** Begins; {@code serves} asks once. */
  Outage(BooleanSupplier serves) {
    this.serves = serves;
    this.thread = Thread.ofPlatform().daemon().name("outage").start(this::ask);
  }

  private void ask() {
    try {
      while (!ended.await(EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
        if (serves.getAsBoolean()) {
          long now = System.nanoTime();
          longest = Math.max(longest, now - lastAnswer);
          lastAnswer = now;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The longest time without an answer, in seconds; the server answers again. */
  double seconds() {
    while (!serves.getAsBoolean()) {
      Thread.onSpinWait();
    }
    close();
    long now = System.nanoTime();
    return Math.max(longest, now - lastAnswer) / 1e9;
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
