package org.nessiebackup.service.fleet;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Who wants a vault to be looked at, and which look has answered whom: one that begins after
 * somebody has asked. For one thread that looks and several that ask.
 */
final class LookRequests {
  /** Not a monitor: whoever waits in one holds a carrier of virtual threads on older Javas. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition news = lock.newCondition();
  private long asked;
  private long answered;
  private boolean closed;

  /** Wants one soon. */
  void ask() {
    lock.lock();
    try {
      asked++;
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Wants one soon, and waits for it.
   *
   * @return false if none has gone well in time
   */
  boolean await(Duration patience) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long wanted = ++asked;
      news.signalAll();
      for (long left = patience.toNanos(); answered < wanted && left > 0 && !closed; ) {
        left = news.awaitNanos(left);
      }
      return answered >= wanted;
    } finally {
      lock.unlock();
    }
  }

  /** The last one who has asked before a look that begins now. */
  long begin() {
    lock.lock();
    try {
      return asked;
    } finally {
      lock.unlock();
    }
  }

  /** A look has gone well. */
  void answer(long last) {
    lock.lock();
    try {
      answered = last;
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until somebody asks, a time has passed, or nobody looks any more. */
  void pause(Duration most) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      for (long left = most.toNanos(); asked <= answered && left > 0 && !closed; ) {
        left = news.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Nobody waits any more. */
  void close() {
    lock.lock();
    try {
      closed = true;
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
