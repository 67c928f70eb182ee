package org.nessiebackup.cli.console;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.nessiebackup.cli.text.Width;

/**
 * Columns that are as wide as they have to be. A heading that ends in ">" aligns to the right.
 * Where there are too few columns for all, those that may are left out or made narrower; no line is
 * ever longer than there is room.
 */
public final class Table {
  private static final String GAP = "  ";

  private final List<String> headings;
  private final List<Boolean> right;
  private final List<List<String>> rows = new ArrayList<>();
  private final Set<String> dispensable = new LinkedHashSet<>();
  private final Map<String, Integer> narrowest = new HashMap<>();
  private final Map<String, Function<String, Tone>> tones = new HashMap<>();

  /** A table with these headings. */
  public Table(String... headings) {
    this.right = List.of(headings).stream().map(heading -> heading.endsWith(">")).toList();
    this.headings = List.of(headings).stream().map(heading -> heading.replace(">", "")).toList();
  }

  /** Which columns may be left out, beginning with the first one named. */
  public Table dispensable(String... names) {
    dispensable.addAll(List.of(names));
    return this;
  }

  /** A column whose cells may be cut, to not less than so many columns of the terminal. */
  public Table narrower(String name, int fewest) {
    narrowest.put(name, fewest);
    return this;
  }

  /** How the cells of a column are meant. */
  public Table tone(String name, Function<String, Tone> tone) {
    tones.put(name, tone);
    return this;
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
  List<Line> lines(int columns, UnaryOperator<String> harmless) {
    List<List<String>> all = new ArrayList<>(List.of(headings));
    rows.forEach(row -> all.add(row.stream().map(harmless).toList()));
    List<Integer> shown = shown(all, columns);
    int[] widths = widths(all, shown, columns);
    return IntStream.range(0, all.size())
        .mapToObj(at -> line(all.get(at), shown, widths, at > 0).cut(columns))
        .toList();
  }

  /** All that have room, if those that may be narrower are as narrow as they may. */
  private List<Integer> shown(List<List<String>> all, int columns) {
    List<Integer> shown = new ArrayList<>(IntStream.range(0, right.size()).boxed().toList());
    // A column in which nothing stands says nothing.
    shown.removeIf(column -> !headings.get(column).isBlank() && !rows.isEmpty() && isEmpty(column));
    for (String name : dispensable) {
      int least = GAP.length() * (shown.size() - 1);
      for (int column : shown) {
        least += Math.min(width(all, column), fewest(column));
      }
      if (least <= columns) {
        break;
      }
      shown.remove(Integer.valueOf(headings.indexOf(name)));
    }
    return shown;
  }

  private boolean isEmpty(int column) {
    return rows.stream().allMatch(row -> column >= row.size() || row.get(column).isEmpty());
  }

  private int fewest(int column) {
    return narrowest.getOrDefault(headings.get(column), Integer.MAX_VALUE);
  }

  /** The widest that may give some away, one by one, until all have room. */
  private int[] widths(List<List<String>> all, List<Integer> shown, int columns) {
    int[] widths = new int[right.size()];
    int sum = GAP.length() * (shown.size() - 1);
    for (int column : shown) {
      widths[column] = width(all, column);
      sum += widths[column];
    }
    while (sum > columns) {
      Optional<Integer> widest =
          shown.stream()
              .filter(column -> widths[column] > fewest(column))
              .max((one, other) -> Integer.compare(widths[one], widths[other]));
      if (widest.isEmpty()) {
        break;
      }
      widths[widest.get()]--;
      sum--;
    }
    return widths;
  }

  private static int width(List<List<String>> all, int column) {
    return all.stream()
        .filter(row -> column < row.size())
        .mapToInt(row -> Width.of(row.get(column)))
        .max()
        .orElse(0);
  }

  private Line line(List<String> row, List<Integer> shown, int[] widths, boolean toned) {
    StringBuilder line = new StringBuilder();
    Tone tone = Tone.PLAIN;
    int from = 0;
    int to = 0;
    for (int column : shown) {
      String whole = column < row.size() ? row.get(column) : "";
      String cell = Width.cut(whole, widths[column]);
      Tone own = tones.getOrDefault(headings.get(column), text -> Tone.PLAIN).apply(whole);
      int begin = line.length();
      line.append(
          right.get(column)
              ? Width.paddedLeft(cell, widths[column])
              : Width.padded(cell, widths[column]));
      if (toned && own != Tone.PLAIN) {
        tone = own;
        from = begin;
        to = line.length();
      }
      line.append(GAP);
    }
    String text = line.toString().stripTrailing();
    return new Line(text, tone, Math.min(from, text.length()), Math.min(to, text.length()));
  }
}
