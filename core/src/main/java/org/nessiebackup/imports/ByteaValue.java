package org.nessiebackup.imports;

/** Bytes, as {@code \x} and hexadecimal digits or in the older escape format. In place. */
final class ByteaValue {
  private ByteaValue() {}

  static void encode(RowBuffer row, int start) {
    boolean hex = row.length() - start >= 2 && row.at(start) == '\\' && row.at(start + 1) == 'x';
    if (hex) {
      hex(row, start);
    } else {
      escaped(row, start);
    }
  }

  private static void hex(RowBuffer row, int start) {
    byte[] bytes = row.array();
    int end = row.length();
    if ((end - start) % 2 != 0) {
      throw new IllegalArgumentException("it has an odd number of hexadecimal digits");
    }
    int to = start;
    for (int from = start + 2; from < end; from += 2) {
      int high = CopyEscape.digit(bytes[from]);
      int low = CopyEscape.digit(bytes[from + 1]);
      if (high < 0 || low < 0) {
        throw new IllegalArgumentException("it has a sign that is no hexadecimal digit");
      }
      bytes[to++] = (byte) (high << 4 | low);
    }
    row.truncate(to);
  }

  private static void escaped(RowBuffer row, int start) {
    byte[] bytes = row.array();
    int end = row.length();
    int to = start;
    int from = start;
    while (from < end) {
      byte value = bytes[from++];
      if (value == '\\') {
        if (from < end && bytes[from] == '\\') {
          from++;
        } else {
          value = octal(bytes, from, end);
          from += 3;
        }
      }
      bytes[to++] = value;
    }
    row.truncate(to);
  }

  private static byte octal(byte[] bytes, int from, int end) {
    int value = 0;
    for (int i = from; i < from + 3; i++) {
      int digit = i < end ? bytes[i] - '0' : -1;
      if (digit < 0 || digit > (i == from ? 3 : 7)) {
        throw new IllegalArgumentException("it has a backslash that is followed by no byte");
      }
      value = value << 3 | digit;
    }
    return (byte) value;
  }
}
