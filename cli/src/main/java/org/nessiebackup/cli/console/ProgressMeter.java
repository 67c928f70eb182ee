package org.nessiebackup.cli.console;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** Counts the rows and bytes of a step and says when it is time to show them again. */
final class ProgressMeter {
  private final Clock clock;
  private final long intervalMillis;
  private final LongAdder rows = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private volatile String step = "";
  private volatile int part;
  private volatile int parts;
  private volatile long totalBytes;
  private volatile long started;
  private volatile long shown;

  ProgressMeter(Clock clock, long intervalMillis) {
    this.clock = clock;
    this.intervalMillis = intervalMillis;
    this.shown = clock.millis();
  }

  void part(int number, int count) {
    part = number;
    parts = count;
  }

  void begin(String name, long total) {
    step = name;
    totalBytes = total;
    started = clock.millis();
    rows.reset();
    bytes.reset();
  }

  void add(long moreRows, long moreBytes) {
    rows.add(moreRows);
    bytes.add(moreBytes);
  }

  /** Whether the interval has passed; if so, another one begins. */
  boolean due() {
    if (clock.millis() - shown < intervalMillis) {
      return false;
    }
    return take();
  }

  /** Several threads may find the interval over at once; one of them shows. */
  private synchronized boolean take() {
    long now = clock.millis();
    if (now - shown < intervalMillis) {
      return false;
    }
    shown = now;
    return true;
  }

  /** As it is now. */
  State state() {
    return new State(
        step, part, parts, rows.sum(), bytes.sum(), totalBytes, clock.millis() - started);
  }

  /**
   * How far a step is.
   *
   * @param step what is done
   * @param part which of several it belongs to
   * @param parts how many there are, or 0
   * @param rows so far
   * @param bytes so far
   * @param totalBytes expected, or 0
   * @param millis since the step began
   */
  record State(
      String step, int part, int parts, long rows, long bytes, long totalBytes, long millis) {
    /** Between 0 and 1; totals are estimates, so more than all is all. */
    double fraction() {
      return totalBytes <= 0 ? 0 : Math.min(1.0, (double) bytes / totalBytes);
    }

    long bytesPerSecond() {
      return millis < 500 ? 0 : bytes * 1000 / millis;
    }

    /** How much longer it will take, if it goes on as until now. */
    Optional<Duration> left() {
      long speed = bytesPerSecond();
      return speed <= 0 || totalBytes <= 0
          ? Optional.empty()
          : Optional.of(Duration.ofSeconds(Math.max(0, totalBytes - bytes) / speed));
    }
  }
}
