package org.nessiebackup.cli.console;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.nessiebackup.cli.text.Width;

/** How far a step is, for people. */
record ProgressText(ProgressMeter.State state) {
  private static final String GAP = "  ";
  private static final int SHORTEST_NAME = 20;
  private static final int SHORTEST_BAR = 10;
  private static final int LONGEST_BAR = 40;

  /** A line of a log. */
  String line() {
    List<String> said = new ArrayList<>();
    if (state.totalBytes() > 0) {
      said.add(percent());
    }
    if (!isSilent()) {
      said.add(Text.bytes(state.bytes()));
      Stream.of(speed(), rows(), left()).filter(each -> !each.isEmpty()).forEach(said::add);
    }
    return numbered() + ": " + (said.isEmpty() ? "…" : String.join(", ", said));
  }

  /**
   * The line of a terminal: in so many columns as much as has room, what matters most first. Each
   * quantity keeps its place while it grows.
   */
  String bar(int columns) {
    if (isSilent()) {
      return Width.cut(numbered() + GAP + "…", columns - 1);
    }
    List<String> quantities = new ArrayList<>();
    int room = columns - 1 - Math.min(Width.of(numbered()), SHORTEST_NAME);
    boolean measured = state.totalBytes() > 0;
    if (measured) {
      room -= SHORTEST_BAR + 2 + GAP.length();
    }
    for (String each : inOrder(measured)) {
      room -= each.length() + GAP.length();
      if (room >= 0 || quantities.isEmpty()) {
        quantities.add(each);
      }
    }
    String tail = String.join(GAP, quantities);
    int name = columns - 1 - Width.of(tail) - GAP.length();
    if (!measured) {
      return Width.cut(numbered(), name) + GAP + tail;
    }
    String shown = Width.cut(numbered(), name - SHORTEST_BAR - 2 - GAP.length());
    int bar = Math.clamp(name - Width.of(shown) - 2 - GAP.length(), SHORTEST_BAR, LONGEST_BAR);
    return shown + GAP + drawn(bar) + GAP + tail;
  }

  private List<String> inOrder(boolean measured) {
    return measured
        ? Stream.of(padded(percent(), 5), padded(left(), 13), padded(speed(), 12), bytes(), rows())
            .filter(each -> !each.isEmpty())
            .toList()
        : Stream.of(bytes(), padded(speed(), 12), rows()).filter(each -> !each.isEmpty()).toList();
  }

  private static String padded(String text, int columns) {
    return Width.paddedLeft(text, columns);
  }

  private boolean isSilent() {
    return state.bytes() == 0 && state.rows() == 0;
  }

  private String numbered() {
    return state.parts() > 1
        ? "%d/%d %s".formatted(state.part(), state.parts(), state.step())
        : state.step();
  }

  private String drawn(int width) {
    int done = (int) Math.round(state.fraction() * width);
    return "[" + "#".repeat(done) + "-".repeat(width - done) + "]";
  }

  private String percent() {
    return (int) (state.fraction() * 100) + " %";
  }

  private String bytes() {
    return padded(Text.bytes(state.bytes()), 10);
  }

  private String speed() {
    return state.bytesPerSecond() > 0 ? Text.bytes(state.bytesPerSecond()) + "/s" : "";
  }

  private String rows() {
    return state.rows() > 0 ? Text.count(state.rows(), "row") : "";
  }

  private String left() {
    return state.left().map(ProgressText::words).orElse("");
  }

  private static String words(Duration left) {
    long seconds = Math.max(1, left.toSeconds());
    return (seconds < 60 ? seconds + " s" : Text.duration(Duration.ofSeconds(seconds))) + " left";
  }
}
