package org.nessiebackup.files;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nessiebackup.store.FileProbe;
import org.nessiebackup.store.NoSuchObjectException;

/**
 * Stops probing a place that has never responded: a server that is down would be waited for once
 * for each of a million files.
 */
final class CircuitBreaker implements FileProbe {
  private static final int MOST_FAILURES = 20;
  private static final int RESPONDED = Integer.MIN_VALUE / 2;
  private static final Pattern PLACE = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*://[^/]*).*");

  private final FileProbe probe;
  private final Map<String, AtomicInteger> failures = new ConcurrentHashMap<>();

  CircuitBreaker(FileProbe probe) {
    this.probe = probe;
  }

  /** A request. */
  private interface Request<T> {
    T send() throws IOException;
  }

  @Override
  public boolean exists(String location) throws IOException {
    return guarded(location, () -> probe.exists(location));
  }

  @Override
  public InputStream open(String location) throws IOException {
    return guarded(location, () -> probe.open(location));
  }

  private <T> T guarded(String location, Request<T> request) throws IOException {
    Matcher parts = PLACE.matcher(location);
    String place = parts.matches() ? parts.group(1) : "file:";
    AtomicInteger failed = failures.computeIfAbsent(place, key -> new AtomicInteger());
    if (failed.get() >= MOST_FAILURES) {
      throw new IOException(
          "not asked for: \"%s\" has not answered %d questions, and none before"
              .formatted(place, MOST_FAILURES));
    }
    try {
      T response = request.send();
      failed.set(RESPONDED);
      return response;
    } catch (NoSuchObjectException missing) {
      failed.set(RESPONDED);
      throw missing;
    } catch (IOException e) {
      failed.incrementAndGet();
      throw e;
    }
  }
}
