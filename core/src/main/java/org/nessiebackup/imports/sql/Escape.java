package org.nessiebackup.imports.sql;

/** What follows a backslash, in COPY's text format and in {@code E'…'}. */
public final class Escape {
  private static final int OCTAL_DIGITS = 3;

  private Escape() {}

  /** Takes the rest of an escape in COPY's text format and returns its byte. */
  public static int ofCopy(DumpInput input) {
    int value = input.read();
    return value == 'v' ? 0x0B : of(value, input, "inside the rows of a COPY");
  }

  /** Takes the rest of an escape in a string and returns its byte. */
  static int ofString(DumpInput input) {
    int value = input.read();
    if (value == 'u' || value == 'U') {
      throw input.refused("a Unicode escape in a string");
    }
    return of(value, input, "inside a string");
  }

  private static int of(int value, DumpInput input, String within) {
    return switch (value) {
      case DumpInput.END -> throw input.truncated(within);
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'x' -> hex(input);
      case '0', '1', '2', '3', '4', '5', '6', '7' -> octal(input, value);
      default -> value;
    };
  }

  /** One or two hexadecimal digits; if there is none, the letter stands for itself. */
  private static int hex(DumpInput input) {
    int first = Character.digit(input.peek(), 16);
    if (first < 0) {
      return 'x';
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
  private static int octal(DumpInput input, int firstDigit) {
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
