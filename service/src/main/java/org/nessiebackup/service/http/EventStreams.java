package org.nessiebackup.service.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.nessiebackup.service.endpoint.Response;
import org.nessiebackup.service.event.Event;
import org.nessiebackup.service.event.EventLog;

/**
 * Events for those who listen, as server-sent events. Whoever comes back says which one he has seen
 * last; if that is too long ago, {@code reset} tells him to look at all anew. A stream ends by
 * itself after a while: then whoever listens is asked again who he is.
 */
final class EventStreams {
  private static final int MOST = 100;

  /** So many of one who asks, so that nobody can take all. */
  private static final int MOST_OF_ONE = 50;

  private static final Duration PING = Duration.ofSeconds(15);
  private static final Duration LONGEST = Duration.ofMinutes(10);
  private static final int RETRY_MILLIS = 2_000;

  private final Map<String, Integer> places = new HashMap<>();
  private final Set<Thread> listeners = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /** Takes a place for one who wants to listen; false if all are taken, or all of his. */
  boolean enter(String who) {
    synchronized (places) {
      int all = places.values().stream().mapToInt(Integer::intValue).sum();
      boolean room = !closed && all < MOST && places.getOrDefault(who, 0) < MOST_OF_ONE;
      if (room) {
        places.merge(who, 1, Integer::sum);
      }
      return room;
    }
  }

  private void leave(String who) {
    synchronized (places) {
      places.computeIfPresent(who, (name, taken) -> taken == 1 ? null : taken - 1);
    }
  }

  /**
   * Writes events until one of both goes away. Somebody who has taken a place calls it once.
   *
   * @param who has taken the place
   * @param after the last event that he has seen; -1 for none
   */
  void write(String who, Response.Events events, long after, OutputStream out) throws IOException {
    listeners.add(Thread.currentThread());
    try {
      long end = System.nanoTime() + LONGEST.toNanos();
      long seen = begin(events.log(), after, out);
      while (!closed && System.nanoTime() < end) {
        List<Event> news = events.log().after(seen, PING);
        String text = news.isEmpty() ? ": still here\n\n" : text(news, events.catalog());
        seen = news.isEmpty() ? seen : news.getLast().id();
        send(out, text);
      }
    } catch (InterruptedException e) {
      // The service ends; whoever listens comes back to the next one.
      return;
    } finally {
      listeners.remove(Thread.currentThread());
      leave(who);
    }
  }

  /** Says where he is, so that he can come back there even if nothing happens before. */
  private static long begin(EventLog log, long after, OutputStream out) throws IOException {
    long newest = log.newest();
    boolean missed = after >= 0 && !log.reaches(after);
    long seen = after < 0 || missed ? newest : after;
    String reset = missed ? "event: reset\ndata: {}\n" : "";
    send(out, "retry: %d\nid: %d\n%s\n".formatted(RETRY_MILLIS, seen, reset));
    return seen;
  }

  private static String text(List<Event> events, String catalog) {
    StringBuilder text = new StringBuilder();
    for (Event event : events) {
      text.append("id: ").append(event.id()).append('\n');
      if (catalog.isEmpty() || event.catalog().isEmpty() || catalog.equals(event.catalog())) {
        text.append("event: ").append(event.type()).append('\n');
        text.append("data: ").append(event.json()).append('\n');
      }
      text.append('\n');
    }
    return text.toString();
  }

  private static void send(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /** Ends all of them, and lets nobody in any more. */
  void close() {
    closed = true;
    listeners.forEach(Thread::interrupt);
  }
}
