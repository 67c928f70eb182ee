package org.nessiebackup.cli.console;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What one run of the program has opened, and keeps to its end: clients of buckets have threads. A
 * process that ends would take them with it, a service that stays would not.
 */
public final class Resources implements AutoCloseable {
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  /** Closes this at the end of the run. */
  public synchronized <T extends AutoCloseable> T add(T resource) {
    opened.push(resource);
    return resource;
  }

  /** All of them, the last one first. */
  @Override
  public synchronized void close() {
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception left) {
        // The run is over, with all that was to be said of it.
      }
    }
  }
}
