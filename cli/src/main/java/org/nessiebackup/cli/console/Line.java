package org.nessiebackup.cli.console;

import java.util.ArrayList;
import java.util.List;
import org.nessiebackup.cli.text.Width;

/**
 * A line for people, of which a part may have a tone.
 *
 * @param text the line
 * @param tone of that part
 * @param from where the part begins
 * @param to where it has ended
 */
record Line(String text, Tone tone, int from, int to) {
  /** One that has no such part. */
  static Line plain(String text) {
    return new Line(text, Tone.PLAIN, 0, 0);
  }

  /** One with a word of a tone in it. */
  static Line of(String before, Tone tone, String word, String after) {
    return new Line(before + word + after, tone, before.length(), before.length() + word.length());
  }

  /** With its colour, for a terminal. */
  String coloured() {
    return text.substring(0, from) + tone.coloured(text.substring(from, to)) + text.substring(to);
  }

  /** As much of it as has room. */
  Line cut(int columns) {
    String cut = Width.cut(text, columns);
    return new Line(cut, tone, Math.min(from, cut.length()), Math.min(to, cut.length()));
  }

  /**
   * In lines that have room, broken at blanks; a word that has none, such as a path, stays whole so
   * that it can be copied.
   *
   * @param columns how many there are
   * @param indent with how many blanks all lines but the first begin
   */
  List<Line> wrapped(int columns, int indent) {
    int before = Math.min(indent, columns / 2);
    List<Line> lines = new ArrayList<>();
    int begin = 0;
    int words = Math.min(indent, text.length());
    int room = columns;
    while (Width.of(text.substring(begin)) > room) {
      int end = blank(begin, words, room);
      if (end < 0) {
        break;
      }
      lines.add(part(begin, end, lines.isEmpty() ? 0 : before));
      begin = end + 1;
      while (begin < text.length() && text.charAt(begin) == ' ') {
        begin++;
      }
      words = begin;
      before = Math.clamp(columns - nextWord(begin), 0, Math.min(indent, columns / 2));
      room = columns - before;
    }
    lines.add(part(begin, text.length(), lines.isEmpty() ? 0 : before));
    return lines;
  }

  /** The last blank behind a word that has room, or else the first one at all; -1 if none is. */
  private int blank(int begin, int words, int room) {
    int best = -1;
    for (int at = text.indexOf(' ', words); at >= 0; at = text.indexOf(' ', at + 1)) {
      if (best >= 0 && Width.of(text.substring(begin, at)) > room) {
        break;
      }
      best = at;
    }
    return best;
  }

  private int nextWord(int begin) {
    int end = text.indexOf(' ', begin);
    return Width.of(text.substring(begin, end < 0 ? text.length() : end));
  }

  private Line part(int begin, int end, int indent) {
    int shift = indent - begin;
    int first = Math.clamp(from, begin, end);
    int last = Math.clamp(to, begin, end);
    return new Line(
        " ".repeat(indent) + text.substring(begin, end), tone, first + shift, last + shift);
  }
}
