package org.nessiebackup.service.event;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import tools.jackson.databind.node.ObjectNode;

/**
 * The last events, for whoever listens. Numbers go on from the time of the start, so that they
 * still grow when the service was started anew.
 */
public final class EventLog {
  private static final int KEPT = 2_000;

  private final Clock clock;
  private final Deque<Event> events = new ArrayDeque<>();

  /** Not a monitor: whoever waits in one holds a carrier of virtual threads on older Javas. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition news = lock.newCondition();
  private long last;
  private int listeners;

  /** An empty one. */
  public EventLog(Clock clock) {
    this.clock = clock;
    this.last = clock.millis() * 1_000;
  }

  /** Adds one, and wakes those who wait. */
  public Event publish(String type, String catalog, ObjectNode data) {
    lock.lock();
    try {
      Event event = new Event(++last, clock.instant(), type, catalog, data);
      events.addLast(event);
      if (events.size() > KEPT) {
        events.removeFirst();
      }
      news.signalAll();
      return event;
    } finally {
      lock.unlock();
    }
  }

  /** The number of the newest event. */
  public long newest() {
    lock.lock();
    try {
      return last;
    } finally {
      lock.unlock();
    }
  }

  /** How many wait for what comes. */
  public int listeners() {
    lock.lock();
    try {
      return listeners;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Whether all events after this one are still there, so that nobody misses any. A number that is
   * still to come is another service's, whose clock is ahead: what has happened since is not known.
   */
  public boolean reaches(long id) {
    lock.lock();
    try {
      return id == last || (id < last && !events.isEmpty() && events.peekFirst().id() <= id + 1);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Those after one, as soon as there are any.
   *
   * @param patience how long to wait for them
   * @return none if nothing has happened
   */
  public List<Event> after(long id, Duration patience) throws InterruptedException {
    lock.lockInterruptibly();
    listeners++;
    try {
      for (long left = patience.toNanos(); last <= id && left > 0; ) {
        left = news.awaitNanos(left);
      }
      return events.stream().filter(event -> event.id() > id).toList();
    } finally {
      listeners--;
      lock.unlock();
    }
  }
}
