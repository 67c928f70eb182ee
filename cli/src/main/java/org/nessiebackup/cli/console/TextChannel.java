package org.nessiebackup.cli.console;

import java.time.Clock;
import java.util.function.Supplier;

/** Talks to people: a bar on a terminal, a line now and then elsewhere. */
final class TextChannel implements Channel {
  private static final long BAR_MILLIS = 100;
  private static final long LINE_MILLIS = 10_000;

  private final Invocation invocation;
  private final Outlet results;
  private final Outlet err;
  private final boolean bar;
  private final Clock clock;
  private final ProgressMeter meter;

  TextChannel(Invocation invocation, Outlet results) {
    this.invocation = invocation;
    this.results = results;
    this.err = Outlet.err(invocation);
    this.bar = invocation.canWriteOver(Invocation.Stream.ERR);
    this.clock = invocation.clock();
    this.meter = new ProgressMeter(invocation.clock(), bar ? BAR_MILLIS : LINE_MILLIS);
  }

  @Override
  public void part(int number, int count) {
    meter.part(number, count);
  }

  @Override
  public synchronized void step(String name, long totalBytes) {
    meter.begin(name, totalBytes);
    if (bar || meter.due()) {
      draw();
    }
  }

  @Override
  public void advanced(long rows, long bytes) {
    meter.add(rows, bytes);
    if (meter.due()) {
      draw();
    }
  }

  private void draw() {
    ProgressText text = new ProgressText(meter.state());
    if (bar) {
      err.overwrite(text.bar(invocation.columns(Invocation.Stream.ERR)));
    } else {
      err.message(text.line());
    }
  }

  @Override
  public void warning(String message) {
    err.message(Tone.DOUBTFUL, "warning:", message);
  }

  @Override
  public void note(String message) {
    err.message(message);
  }

  @Override
  public void audit(String line) {
    note(line);
  }

  @Override
  public void detail(Detail level, Supplier<String> message) {
    note(Text.clock(clock.instant()) + " " + message.get());
  }

  @Override
  public void plan(View view) {
    show(view, err);
  }

  @Override
  public void result(View view) {
    show(view, results);
  }

  private static void show(View view, Outlet outlet) {
    TextPage page = outlet.page();
    view.text(page);
    outlet.page(page);
    outlet.flush();
  }
}
