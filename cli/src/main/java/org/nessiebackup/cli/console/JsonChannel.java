package org.nessiebackup.cli.console;

import java.time.Clock;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * Talks to machines: the result is one JSON document on standard output, alone there unless
 * progress is asked for.
 */
final class JsonChannel implements Channel {
  private static final long STATUS_MILLIS = 1_000;

  private final String command;
  private final Outlet out;
  private final Outlet err;
  private final Clock clock;
  private final ProgressMeter meter;
  private final boolean progress;

  JsonChannel(String command, Invocation invocation, Outlet out, boolean progress) {
    this.command = command;
    this.out = out;
    this.progress = progress;
    this.err = Outlet.err(invocation);
    this.clock = invocation.clock();
    this.meter = new ProgressMeter(invocation.clock(), STATUS_MILLIS);
  }

  @Override
  public void part(int number, int count) {
    meter.part(number, count);
  }

  @Override
  public void step(String name, long totalBytes) {
    meter.begin(name, totalBytes);
    if (progress) {
      status();
    }
  }

  @Override
  public void advanced(long rows, long bytes) {
    meter.add(rows, bytes);
    if (progress && meter.due()) {
      status();
    }
  }

  /** Whether it tells of anything but the result on standard output. */
  boolean progress() {
    return progress;
  }

  @Override
  public synchronized void warning(String message) {
    Outlet outlet = progress ? out : err;
    outlet.message(Json.message("warning").put("message", message));
    outlet.flush();
  }

  /** Notes are for people. */
  @Override
  public void note(String message) {}

  /** It is no data either. */
  @Override
  public synchronized void audit(String line) {
    err.message(line);
    err.flush();
  }

  /** The log of a run is no data. */
  @Override
  public synchronized void detail(Detail level, Supplier<String> message) {
    err.message(Text.clock(clock.instant()) + " " + message.get());
    err.flush();
  }

  /** Machines ask for it with {@code --dry-run}. */
  @Override
  public void plan(View view) {}

  @Override
  public void result(View view) {
    ObjectNode summary = Json.message("summary").put("command", command);
    summary.put("exit_code", view.exitCode());
    view.json(summary);
    show(summary, view.lists());
  }

  private void status() {
    ProgressMeter.State state = meter.state();
    ObjectNode status = Json.message("status").put("step", state.step());
    if (state.totalBytes() > 0) {
      status.put("percent_done", Math.round(state.fraction() * 1000) / 1000.0);
      status.put("total_bytes", state.totalBytes());
    }
    if (state.parts() > 1) {
      status.put("part", state.part()).put("parts", state.parts());
    }
    status.put("bytes_done", state.bytes());
    status.put("rows_done", state.rows());
    status.put("seconds_elapsed", state.millis() / 1000.0);
    say(status);
  }

  private synchronized void say(ObjectNode document) {
    out.message(document);
    out.flush();
  }

  private synchronized void show(ObjectNode document, Map<String, Stream<ObjectNode>> lists) {
    out.result(document, lists);
    out.flush();
  }
}
