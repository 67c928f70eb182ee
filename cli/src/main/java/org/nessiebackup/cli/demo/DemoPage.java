package org.nessiebackup.cli.demo;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.nessiebackup.cli.console.Text;

/** Shows one step after the other, as it happens, and keeps the numbers. */
final class DemoPage {
  private static final int WIDTH = 92;

  private final PrintStream out;
  private final Clock clock;
  private final boolean coloured;
  private final List<DemoView.Step> steps = new ArrayList<>();
  private Instant began = Instant.EPOCH;
  private String title = "";

  DemoPage(PrintStream out, Clock clock, boolean coloured) {
    this.out = out;
    this.clock = clock;
    this.coloured = coloured;
  }

  /** A line as it is. */
  void line(String text) {
    out.println(text);
    out.flush();
  }

  /** A step begins. */
  void begin(String name) {
    title = name;
    line("");
    line(style("1", "%2d  %s".formatted(steps.size() + 1, name)));
    began = clock.instant();
  }

  /** A command that is about to run, as a user would type it. */
  void command(String text) {
    line(style("36", "    $ " + text));
    began = clock.instant();
  }

  /** The step has ended well. */
  void done(String detail) {
    Duration elapsed = Duration.between(began, clock.instant());
    steps.add(new DemoView.Step(title, detail, elapsed));
    String text = "    " + style("32", "✓") + " " + detail;
    int blanks = Math.max(2, WIDTH - detail.length() - 6);
    line(text + " ".repeat(blanks) + Text.duration(elapsed));
  }

  /** Something beside. */
  void remark(String text) {
    line("      " + text);
  }

  /** Something beside that took time. */
  void remark(String text, Duration elapsed) {
    int blanks = Math.max(2, WIDTH - text.length() - 6);
    line("      " + text + " ".repeat(blanks) + Text.duration(elapsed));
  }

  List<DemoView.Step> steps() {
    return List.copyOf(steps);
  }

  private String style(String code, String text) {
    return coloured ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
