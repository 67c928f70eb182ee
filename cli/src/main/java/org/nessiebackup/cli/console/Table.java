package org.nessiebackup.cli.console;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Columns that are as wide as they have to be. A heading that ends in ">" aligns to the right. */
public final class Table {
  private final List<Boolean> right;
  private final List<List<String>> rows = new ArrayList<>();

  /** A table with these headings. */
  public Table(String... headings) {
    this.right = List.of(headings).stream().map(heading -> heading.endsWith(">")).toList();
    rows.add(List.of(headings).stream().map(heading -> heading.replace(">", "")).toList());
  }

  /** Adds a row; a short one leaves the last columns empty. */
  public Table row(String... cells) {
    if (cells.length > right.size()) {
      throw new IllegalArgumentException("the table has " + right.size() + " columns");
    }
    rows.add(List.of(cells));
    return this;
  }

  /** The lines, without blanks at their ends. */
  public List<String> lines() {
    int[] widths =
        IntStream.range(0, right.size())
            .map(column -> rows.stream().mapToInt(row -> width(row, column)).max().orElse(0))
            .toArray();
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private static int width(List<String> row, int column) {
    return column < row.size() ? row.get(column).length() : 0;
  }

  private String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < row.size(); column++) {
      String blanks = " ".repeat(widths[column] - row.get(column).length());
      line.append(right.get(column) ? blanks + row.get(column) : row.get(column) + blanks);
      line.append("  ");
    }
    return line.toString().stripTrailing();
  }
}
