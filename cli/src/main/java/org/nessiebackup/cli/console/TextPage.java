package org.nessiebackup.cli.console;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.nessiebackup.cli.text.Width;

/** Collects the lines of a text result, as they fit the terminal if there is one. */
public final class TextPage {
  /** Where there is no terminal, lines are as long as they are. */
  static final int ENDLESS = Integer.MAX_VALUE / 2;

  private static final int LABEL_WIDTH = 11;
  private static final int VALUES = LABEL_WIDTH + 3;

  private final int columns;
  private final UnaryOperator<String> harmless;
  private final List<Line> lines = new ArrayList<>();

  /** One that is as wide as it has to be, of texts that nobody has to fear. */
  public TextPage() {
    this(ENDLESS, UnaryOperator.identity());
  }

  /**
   * A page for a terminal.
   *
   * @param harmless makes a text what it may be before it is measured
   */
  TextPage(int columns, UnaryOperator<String> harmless) {
    this.columns = columns;
    this.harmless = harmless;
  }

  /** A line; what has no room is indented as it is. */
  public TextPage line(String text) {
    Line line = Line.plain(harmless.apply(text));
    return add(line, line.text().length() - line.text().stripLeading().length());
  }

  /**
   * A line that begins with how something is, in a word.
   *
   * @param column where the text begins, and goes on if it has no room
   */
  public TextPage state(Tone tone, String word, int column, String text) {
    return state(tone, word, column, column, text);
  }

  /** The same with a text that begins with a name of its own, and goes on further to the right. */
  public TextPage state(Tone tone, String word, int column, int indent, String text) {
    String gap = " ".repeat(Math.max(0, column - Width.of(word)));
    return add(Line.of("", tone, word, gap + harmless.apply(text)), indent);
  }

  /** A line that names a value; the values of all lines stand below each other. */
  public TextPage field(String label, String value) {
    return field(label, Tone.PLAIN, "", value);
  }

  /** The same with a first word of a tone. */
  public TextPage field(String label, Tone tone, String word, String rest) {
    String before = "  " + Width.padded(harmless.apply(label), LABEL_WIDTH) + " ";
    return add(
        Line.of(before, tone, harmless.apply(word), harmless.apply(rest)),
        Math.max(VALUES, Width.of(before)));
  }

  /** A value whose name is of a tone already: something that people must not overlook. */
  public TextPage alarm(Tone tone, String label, String value) {
    String rest = " ".repeat(Math.max(1, LABEL_WIDTH + 1 - label.length()));
    return add(Line.of("  ", tone, label, rest + harmless.apply(value)), VALUES);
  }

  /** What somebody should know before going on, one sentence each. */
  public TextPage warnings(List<String> warnings) {
    warnings.forEach(warning -> alarm(Tone.DOUBTFUL, "warning", warning));
    return this;
  }

  /** A table. */
  public TextPage table(Table table) {
    lines.addAll(table.lines(columns, harmless));
    return this;
  }

  private TextPage add(Line line, int indent) {
    lines.addAll(line.wrapped(columns, indent));
    return this;
  }

  /** All lines so far, without colours. */
  public List<String> lines() {
    return lines.stream().map(Line::text).toList();
  }

  List<Line> toned() {
    return List.copyOf(lines);
  }
}
