package org.nessiebackup.cli.console;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Decides what of all that is said gets to another channel: as much as is wanted, and once. */
final class LevelChannel implements Channel {
  /** So many warnings are remembered: a service is there for long, and has ever different ones. */
  private static final int MOST_WARNED = 1_000;

  private final Channel inner;
  private final Verbosity verbosity;
  private final ProgressMeter meter;
  private final Set<String> warned = ConcurrentHashMap.newKeySet();

  /** One that measures steps by a clock. */
  LevelChannel(Channel inner, Verbosity verbosity, ProgressMeter meter) {
    this.inner = inner;
    this.verbosity = verbosity;
    this.meter = meter;
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
    if (warned.size() >= MOST_WARNED) {
      warned.clear();
    }
    if (warned.add(message)) {
      inner.warning(message);
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
