package org.nessiebackup.imports.sql;

/** What follows a backslash in {@code E'…'}. */
final class StringEscape {
  private StringEscape() {}

  /** Takes the rest of an escape and returns its byte. */
  static int read(DumpInput input) {
    int value = input.read();
    return switch (value) {
      case DumpInput.END -> throw input.truncated("inside a string");
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'x' -> {
        int digits = CopyEscape.hex(input);
        yield digits < 0 ? 'x' : digits;
      }
      case '0', '1', '2', '3', '4', '5', '6', '7' -> CopyEscape.octal(input, value);
      case 'u', 'U' -> throw input.refused("a Unicode escape in a string");
      default -> value;
    };
  }
}
