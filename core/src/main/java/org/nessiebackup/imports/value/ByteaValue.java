package org.nessiebackup.imports.value;

/** Bytes, as {@code \x} and hexadecimal digits or in the older escape format. In place. */
final class ByteaValue {
  private ByteaValue() {}

  /**
   * Text that was decoded in place.
   *
   * @param read where the text ends that was decoded
   * @param end where the bytes end
   */
  record Decoded(int read, int end) {}

  static void encode(RowBuffer row, int start) {
    int end = row.length();
    Decoded decoded =
        isHex(row, start)
            ? hex(row.array(), start + 2, end, start)
            : escaped(row.array(), start, end, end, start);
    row.truncate(decoded.end());
  }

  /** Whether text that begins there is in hexadecimal digits. */
  static boolean isHex(RowBuffer row, int start) {
    return row.length() - start >= 2 && row.at(start) == '\\' && row.at(start + 1) == 'x';
  }

  /** Decodes digits; the bytes go to {@code to}, which is not behind {@code begin}. */
  static Decoded hex(byte[] bytes, int begin, int end, int to) {
    if ((end - begin) % 2 != 0) {
      throw new IllegalArgumentException("it has an odd number of hexadecimal digits");
    }
    int target = to;
    for (int from = begin; from < end; from += 2) {
      int high = Character.digit(bytes[from], 16);
      int low = Character.digit(bytes[from + 1], 16);
      if (high < 0 || low < 0) {
        throw new IllegalArgumentException("it has a sign that is no hexadecimal digit");
      }
      bytes[target++] = (byte) (high << 4 | low);
    }
    return new Decoded(end, target);
  }

  /**
   * Decodes escapes; the bytes go to {@code to}, which is not behind {@code begin}.
   *
   * @param limit no escape that begins there or later is decoded
   * @param end the end of the text
   */
  static Decoded escaped(byte[] bytes, int begin, int limit, int end, int to) {
    int target = to;
    int from = begin;
    while (from < limit) {
      byte value = bytes[from++];
      if (value == '\\') {
        if (from < end && bytes[from] == '\\') {
          from++;
        } else {
          value = octal(bytes, from, end);
          from += 3;
        }
      }
      bytes[target++] = value;
    }
    return new Decoded(from, target);
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
