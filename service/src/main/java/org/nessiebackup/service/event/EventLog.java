package org.nessiebackup.service.event;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * The last events, for whoever listens. Numbers go on from the time of the start, so that they
 * still grow when the service was started anew.
 */
public final class EventLog {
  private static final int KEPT = 2_000;

  private final Clock clock;
  private final Deque<Event> events = new ArrayDeque<>();
  private long last;
  private int listeners;

  /** An empty one. */
  public EventLog(Clock clock) {
    this.clock = clock;
    this.last = clock.millis() * 1_000;
  }

  /** Adds one, and wakes those who wait. */
  public synchronized Event publish(String type, String catalog, ObjectNode data) {
    Event event = new Event(++last, clock.instant(), type, catalog, data);
    events.addLast(event);
    if (events.size() > KEPT) {
      events.removeFirst();
    }
    notifyAll();
    return event;
  }

  /** The number of the newest event. */
  public synchronized long newest() {
    return last;
  }

  /** How many wait for what comes. */
  public synchronized int listeners() {
    return listeners;
  }

  /** Whether all events after this one are still there, so that nobody misses any. */
  public synchronized boolean reaches(long id) {
    return id >= last || (!events.isEmpty() && events.peekFirst().id() <= id + 1);
  }

  /**
   * Those after one, as soon as there are any.
   *
   * @param patience how long to wait for them
   * @return none if nothing has happened
   */
  public synchronized List<Event> after(long id, Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    listeners++;
    try {
      for (long left = patience.toNanos(); last <= id && left > 0; left = end - System.nanoTime()) {
        wait(Math.max(1, left / 1_000_000));
      }
    } finally {
      listeners--;
    }
    return events.stream().filter(event -> event.id() > id).toList();
  }
}
