package org.nessiebackup.cli.output;

import java.io.PrintStream;
import java.util.HashSet;
import java.util.Set;

/** Talks to people: a bar on a terminal, a line now and then elsewhere. */
final class TextChannel implements Channel {
  private static final int BAR_WIDTH = 24;
  private static final long BAR_MILLIS = 100;
  private static final long LINE_MILLIS = 10_000;
  private static final String ERASE_LINE = "\r\u001b[K";

  private final PrintStream out;
  private final PrintStream err;
  private final boolean bar;
  private final ProgressMeter meter;
  private final Set<String> warned = new HashSet<>();
  private boolean barShown;

  TextChannel(Invocation invocation) {
    this.out = invocation.out();
    this.err = invocation.err();
    this.bar = invocation.isTerminal(Invocation.Stream.ERR);
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
    if (warned.add(message)) {
      quiet();
      err.println("warning: " + message);
    }
  }

  @Override
  public synchronized void note(String message) {
    quiet();
    err.println(message);
  }

  @Override
  public synchronized void quiet() {
    if (barShown) {
      err.print(ERASE_LINE);
      err.flush();
      barShown = false;
    }
  }

  @Override
  public synchronized void result(View view) {
    quiet();
    TextPage page = new TextPage();
    view.text(page);
    page.lines().forEach(out::println);
    out.flush();
  }

  private synchronized void draw() {
    ProgressMeter.State state = meter.state();
    if (bar) {
      err.print(ERASE_LINE + state.step() + "  " + bar(state) + quantities(state));
      err.flush();
      barShown = true;
    } else {
      err.println(state.step() + ": " + percent(state) + quantities(state));
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
