package org.nessiebackup.imports.sql;

/** What follows a backslash in COPY's text format. */
public final class CopyEscape {
  private static final int OCTAL_DIGITS = 3;

  private CopyEscape() {}

  /** Takes the rest of an escape and returns its byte. */
  public static int read(DumpInput input) {
    int value = input.read();
    return switch (value) {
      case DumpInput.END -> throw input.truncated("inside the rows of a COPY");
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'v' -> 0x0B;
      case 'x' -> {
        int digits = hex(input);
        yield digits < 0 ? 'x' : digits;
      }
      case '0', '1', '2', '3', '4', '5', '6', '7' -> octal(input, value);
      default -> value;
    };
  }

  /** One or two hexadecimal digits; -1 if there is none. */
  static int hex(DumpInput input) {
    int first = Character.digit(input.peek(), 16);
    if (first < 0) {
      return -1;
    }
    input.read();
    int second = Character.digit(input.peek(), 16);
    if (second < 0) {
      return first;
    }
    input.read();
    return first << 4 | second;
  }

  /** Up to two more octal digits. */
  static int octal(DumpInput input, int firstDigit) {
    int value = firstDigit - '0';
    for (int i = 1; i < OCTAL_DIGITS; i++) {
      int next = input.peek();
      if (next < '0' || next > '7') {
        break;
      }
      input.read();
      value = value << 3 | (next - '0');
    }
    return value & 0xFF;
  }
}
