package org.nessiebackup.cli.console;

import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/** Says to collectors of logs, on standard error, what another channel would say to people. */
final class LogChannel implements Channel {
  private static final long STATUS_MILLIS = 10_000;

  private final Channel results;
  private final LogLine form;
  private final Outlet err;
  private final ProgressMeter meter;

  /** One that leaves results to another channel. */
  LogChannel(Channel results, LogLine form, Outlet err) {
    this.results = results;
    this.form = form;
    this.err = err;
    this.meter = new ProgressMeter(form.clock(), STATUS_MILLIS);
  }

  @Override
  public void part(int number, int count) {
    meter.part(number, count);
    toMachines(() -> results.part(number, count));
  }

  @Override
  public void step(String name, long totalBytes) {
    meter.begin(name, totalBytes);
    write(LogLine.Level.INFO, "step", name);
    toMachines(() -> results.step(name, totalBytes));
  }

  @Override
  public void advanced(long rows, long bytes) {
    meter.add(rows, bytes);
    if (meter.due()) {
      ProgressMeter.State state = meter.state();
      ObjectNode line = form.of(LogLine.Level.INFO, "step", state.step()).put("step", state.step());
      if (state.totalBytes() > 0) {
        line.put("percent_done", Math.round(state.fraction() * 1000) / 1000.0);
      }
      if (state.parts() > 1) {
        line.put("part", state.part()).put("parts", state.parts());
      }
      write(line.put("bytes_done", state.bytes()).put("rows_done", state.rows()));
    }
    toMachines(() -> results.advanced(rows, bytes));
  }

  @Override
  public synchronized void warning(String message) {
    write(LogLine.Level.WARNING, "warning", message);
    toMachines(() -> results.warning(message));
  }

  @Override
  public void note(String message) {
    write(LogLine.Level.INFO, "note", message);
  }

  @Override
  public void audit(String line) {
    note(line);
  }

  @Override
  public void detail(Detail level, Supplier<String> message) {
    writeAt(form.detail(level, message.get()));
  }

  @Override
  public void plan(View view) {
    TextPage page = new TextPage();
    view.text(page);
    page.lines().forEach(this::note);
  }

  @Override
  public void result(View view) {
    results.result(view);
  }

  /** Documents on standard output stay as they are; lines for people would be said twice. */
  private void toMachines(Runnable saying) {
    if (results instanceof JsonChannel json && json.progress()) {
      saying.run();
    }
  }

  private void write(LogLine.Level level, String type, String message) {
    writeAt(form.of(level, type, message));
  }

  /** Says at which step, too. */
  private void writeAt(ObjectNode line) {
    String step = meter.state().step();
    write(step.isEmpty() ? line : line.put("step", step));
  }

  private synchronized void write(ObjectNode line) {
    err.message(line);
    err.flush();
  }
}
