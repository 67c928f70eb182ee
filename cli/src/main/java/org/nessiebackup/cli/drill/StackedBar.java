package org.nessiebackup.cli.drill;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.nessiebackup.cli.console.Text;
import org.nessiebackup.drill.DrillReport.Phase;

/**
 * Parts of a time beside each other.
 *
 * @param total all of it, as text
 * @param label the same in words, for who does not see it
 * @param parts in their order
 */
record StackedBar(String total, String label, List<Part> parts) {
  /** How wide the drawing is, in its own units. */
  private static final int WIDTH = 1000;

  private static final int COLORS = 6;

  /** Takes its own copy of the list. */
  StackedBar {
    parts = List.copyOf(parts);
  }

  /**
   * A part.
   *
   * @param name what took the time
   * @param time as text
   * @param color the class of its color
   * @param from where it begins
   * @param width how wide it is; 1 at least, so that it is seen
   */
  record Part(String name, String time, String color, long from, long width) {}

  static StackedBar of(List<Phase> phases) {
    Duration total = phases.stream().map(Phase::took).reduce(Duration.ZERO, Duration::plus);
    long nanos = Math.max(1, total.toNanos());
    List<Part> parts = new ArrayList<>();
    Duration before = Duration.ZERO;
    for (Phase phase : phases) {
      long from = (long) ((double) before.toNanos() / nanos * WIDTH);
      before = before.plus(phase.took());
      long to = (long) ((double) before.toNanos() / nanos * WIDTH);
      String color = "c" + (parts.size() % COLORS + 1);
      parts.add(
          new Part(phase.name(), Text.duration(phase.took()), color, from, Math.max(1, to - from)));
    }
    String label =
        parts.stream()
            .map(part -> part.name() + " " + part.time())
            .collect(Collectors.joining(", ", "Recovery took " + Text.duration(total) + ": ", ""));
    return new StackedBar(Text.duration(total), label, parts);
  }
}
