package org.nessiebackup.cli.console;

import java.util.ArrayList;
import java.util.List;

/** Collects the lines of a text result. */
public final class TextPage {
  private static final int LABEL_WIDTH = 11;

  private final List<String> lines = new ArrayList<>();

  /** A line as it is. */
  public TextPage line(String text) {
    lines.add(text);
    return this;
  }

  /** A line that names a value; the values of all lines stand below each other. */
  public TextPage field(String label, String value) {
    lines.add(("  %-" + LABEL_WIDTH + "s %s").formatted(label, value));
    return this;
  }

  /** A table. */
  public TextPage table(Table table) {
    lines.addAll(table.lines());
    return this;
  }

  /** All lines so far. */
  public List<String> lines() {
    return List.copyOf(lines);
  }
}
