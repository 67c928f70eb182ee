package org.nessiebackup.imports.sql;

import java.util.function.Consumer;
import org.nessiebackup.imports.value.RowBuffer;

/** What is between tokens: space, comments to the end of the line, and nested comments. */
record Whitespace(DumpInput input) {
  private static final int COMMENT_KEPT = 1024;
  private static final boolean[] LINE_END = DumpInput.stops("");
  private static final boolean[] COMMENT_STOPS = DumpInput.stops("*/");

  /** Takes all of it; {@code comments}, if not null, hears of each comment to the end of a line. */
  void skip(Consumer<String> comments) {
    while (true) {
      int value = input.peek();
      if (isSpace(value)) {
        if (input.read() == '\r' && input.peek() == '\n') {
          input.sawWindowsLineEnd();
        }
      } else if (value == '-' && input.peekSecond() == '-') {
        lineComment(comments);
      } else if (value == '/' && input.peekSecond() == '*') {
        blockComment();
      } else {
        return;
      }
    }
  }

  private void lineComment(Consumer<String> comments) {
    if (comments == null) {
      input.readUntil(LINE_END, null);
      return;
    }
    input.markLine();
    RowBuffer text = new RowBuffer();
    while (input.peek() != '\n' && input.peek() != DumpInput.END) {
      int value = input.read();
      if (text.length() < COMMENT_KEPT) {
        text.octet(value);
      }
    }
    String comment = text.text(0);
    if (comment.endsWith("\r")) {
      input.sawWindowsLineEnd();
    }
    comments.accept(comment.strip());
  }

  private void blockComment() {
    long line = input.line();
    input.read();
    input.read();
    int depth = 1;
    while (depth > 0) {
      input.readUntil(COMMENT_STOPS, null);
      int value = input.read();
      if (value == DumpInput.END) {
        throw input.truncated("inside a comment that began in line " + line);
      }
      if (value == '/' && input.peek() == '*') {
        input.read();
        depth++;
      } else if (value == '*' && input.peek() == '/') {
        input.read();
        depth--;
      }
    }
  }

  private static boolean isSpace(int value) {
    return value == ' ' || (value >= '\t' && value <= '\r');
  }
}
