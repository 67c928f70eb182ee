package org.nessiebackup.cli.console;

import java.time.Clock;
import java.util.function.Supplier;

/** Talks to people: a bar on a terminal, a line now and then elsewhere. */
final class TextChannel implements Channel {
  private static final int BAR_WIDTH = 24;
  private static final long BAR_MILLIS = 100;
  private static final long LINE_MILLIS = 10_000;

  private final Outlet out;
  private final Outlet err;
  private final boolean bar;
  private final Clock clock;
  private final ProgressMeter meter;
  private boolean barShown;

  TextChannel(Invocation invocation) {
    this.out = Outlet.out(invocation);
    this.err = Outlet.err(invocation);
    this.bar = invocation.isTerminal(Invocation.Stream.ERR);
    this.clock = invocation.clock();
    this.meter = new ProgressMeter(invocation.clock(), bar ? BAR_MILLIS : LINE_MILLIS);
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

  @Override
  public synchronized void warning(String message) {
    clear();
    err.message("warning: " + message);
  }

  @Override
  public synchronized void note(String message) {
    clear();
    err.message(message);
  }

  @Override
  public void detail(Detail level, Supplier<String> message) {
    note(Text.clock(clock.instant()) + " " + message.get());
  }

  @Override
  public synchronized void line(String text) {
    clear();
    err.line(text);
  }

  @Override
  public synchronized void clear() {
    if (barShown) {
      err.erase();
      barShown = false;
    }
  }

  @Override
  public synchronized void result(View view) {
    clear();
    TextPage page = new TextPage();
    view.text(page);
    page.lines().forEach(out::line);
    out.flush();
  }

  private synchronized void draw() {
    ProgressMeter.State state = meter.state();
    if (bar) {
      err.overwrite(state.step() + "  " + bar(state) + quantities(state));
      barShown = true;
    } else {
      err.message(state.step() + ": " + percent(state) + quantities(state));
    }
  }

  private static String bar(ProgressMeter.State state) {
    if (state.totalBytes() <= 0) {
      return "";
    }
    int done = (int) Math.round(state.fraction() * BAR_WIDTH);
    return "[" + "#".repeat(done) + "-".repeat(BAR_WIDTH - done) + "] " + percent(state);
  }

  private static String percent(ProgressMeter.State state) {
    return state.totalBytes() <= 0 ? "" : (int) (state.fraction() * 100) + " %, ";
  }

  private static String quantities(ProgressMeter.State state) {
    if (state.bytes() == 0 && state.rows() == 0) {
      return "…";
    }
    String speed =
        state.bytesPerSecond() > 0 ? ", " + Text.bytes(state.bytesPerSecond()) + "/s" : "";
    String rows = state.rows() > 0 ? ", " + Text.count(state.rows(), "row") : "";
    return Text.bytes(state.bytes()) + speed + rows;
  }
}
