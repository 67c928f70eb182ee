package org.nessiebackup.cli.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nessiebackup.cli.text.Width;

/**
 * What people see of the bytes that a program sends to its terminal: lines that are full go on in
 * the next one, and what was written over is gone. It has all lines that ever were, as a terminal
 * that can be scrolled back.
 */
public final class Screen {
  private static final Pattern SEQUENCE = Pattern.compile("\u001b\\[(\\?7)?([0-9;]*)([a-zA-Z])");

  private final int columns;
  private final List<StringBuilder> lines = new ArrayList<>(List.of(new StringBuilder()));
  private final List<Integer> continued = new ArrayList<>();
  private boolean wraps = true;
  private int row;
  private int column;

  private Screen(int columns) {
    this.columns = columns;
  }

  /** What is left of some output. */
  public static Screen of(String output, int columns) {
    Screen screen = new Screen(columns);
    screen.take(output);
    return screen;
  }

  /** The lines, without blanks at their ends; the last one only if something is in it. */
  public List<String> lines() {
    List<String> shown = lines.stream().map(line -> line.toString().stripTrailing()).toList();
    return shown.getLast().isEmpty() ? shown.subList(0, shown.size() - 1) : shown;
  }

  /** Lines that were too long, and went on in the next one. */
  public List<String> wrapped() {
    return continued.stream().map(at -> lines.get(at).toString()).toList();
  }

  private void take(String output) {
    Matcher sequence = SEQUENCE.matcher(output);
    int at = 0;
    while (at < output.length()) {
      if (output.charAt(at) == '\u001b') {
        if (!sequence.region(at, output.length()).lookingAt()) {
          throw new AssertionError("no sequence that is known: " + output.substring(at));
        }
        obey(sequence.group(3), sequence.group(1) != null);
        at = sequence.end();
      } else {
        int character = output.codePointAt(at);
        put(character);
        at += Character.charCount(character);
      }
    }
  }

  private void obey(String command, boolean wrapping) {
    switch (command) {
      case "K" -> lines.get(row).setLength(Math.min(lines.get(row).length(), column));
      case "m" -> {}
      case "h" -> wraps |= wrapping;
      case "l" -> wraps &= !wrapping;
      default -> throw new AssertionError("no command that is known: " + command);
    }
  }

  private void put(int character) {
    switch (character) {
      case '\n' -> newLine();
      case '\r' -> column = 0;
      default -> {
        String text = Character.toString(character);
        if (Width.of(lines.get(row).substring(0, Math.min(column, lines.get(row).length())) + text)
            > columns) {
          if (!wraps) {
            return;
          }
          continued.add(row);
          newLine();
        }
        StringBuilder line = lines.get(row);
        line.replace(
            Math.min(column, line.length()), Math.min(column + text.length(), line.length()), text);
        column += text.length();
      }
    }
  }

  private void newLine() {
    row++;
    column = 0;
    if (row == lines.size()) {
      lines.add(new StringBuilder());
    }
  }
}
