package org.nessiebackup.cli.console;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Decides what of all that is said gets to another channel: as much as is wanted, and a warning
 * that comes again and again once an hour.
 */
final class LevelChannel implements Channel {
  /** So many warnings are remembered: a service is there for long, and has ever different ones. */
  private static final int MOST_WARNED = 1_000;

  /** What has not been said for so long was over, and is back: a service looks each minute. */
  private static final Duration OVER = Duration.ofMinutes(2);

  /** What lasts is said again. */
  private static final Duration LASTS = Duration.ofHours(1);

  private final Channel inner;
  private final Verbosity verbosity;
  private final ProgressMeter meter;
  private final InstantSource clock;
  private final Map<String, Warned> warned = new HashMap<>();

  /**
   * A warning.
   *
   * @param given when it was passed on
   * @param last when it has come again
   */
  private record Warned(Instant given, Instant last) {
    boolean isNews(Instant now) {
      return Duration.between(last, now).abs().compareTo(OVER) > 0
          || Duration.between(given, now).compareTo(LASTS) >= 0;
    }
  }

  /** One that measures steps, and knows by a clock when something is said again. */
  LevelChannel(Channel inner, Verbosity verbosity, ProgressMeter meter, InstantSource clock) {
    this.inner = inner;
    this.verbosity = verbosity;
    this.meter = meter;
    this.clock = clock;
  }

  @Override
  public void part(int number, int count) {
    inner.part(number, count);
  }

  @Override
  public void step(String name, long totalBytes) {
    endStep();
    meter.begin(name, totalBytes);
    if (verbosity != Verbosity.QUIET) {
      inner.step(name, totalBytes);
    }
    detail(Detail.VERBOSE, () -> "step: " + name);
  }

  private void endStep() {
    ProgressMeter.State state = meter.state();
    if (!state.step().isEmpty()) {
      detail(
          Detail.VERBOSE,
          () ->
              "done: %s: %s, %s in %s"
                  .formatted(
                      state.step(),
                      Text.count(state.rows(), "row"),
                      Text.bytes(state.bytes()),
                      Text.duration(Duration.ofMillis(state.millis()))));
    }
  }

  @Override
  public void advanced(long rows, long bytes) {
    meter.add(rows, bytes);
    if (verbosity != Verbosity.QUIET) {
      inner.advanced(rows, bytes);
    }
  }

  @Override
  public void detail(Detail level, Supplier<String> message) {
    if (verbosity.shows(level)) {
      inner.detail(level, message);
    }
  }

  @Override
  public void note(String message) {
    if (verbosity != Verbosity.QUIET) {
      inner.note(message);
    }
  }

  @Override
  public void audit(String line) {
    inner.audit(line);
  }

  @Override
  public void warning(String message) {
    if (isNews(message)) {
      inner.warning(message);
    }
  }

  private boolean isNews(String message) {
    Instant now = clock.instant();
    synchronized (warned) {
      Warned before = warned.get(message);
      boolean news = before == null || before.isNews(now);
      if (warned.size() >= MOST_WARNED) {
        warned.clear();
      }
      warned.put(message, new Warned(news ? now : before.given(), now));
      return news;
    }
  }

  @Override
  public void result(View view) {
    endStep();
    inner.result(view);
  }

  @Override
  public void plan(View view) {
    inner.plan(view);
  }
}
