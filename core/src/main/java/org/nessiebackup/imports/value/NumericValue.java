package org.nessiebackup.imports.value;

import java.nio.ByteBuffer;
import java.util.regex.Pattern;

/**
 * PostgreSQL's numeric: count of digits, weight of the first, sign, decimal places to show, digits
 * of base 10000 without zeros at either end.
 */
final class NumericValue {
  private static final Pattern FORM = Pattern.compile("[+-]?[0-9]+(?:\\.[0-9]+)?");
  private static final int GROUP = 4;
  private static final int NEGATIVE = 0x4000;
  private static final int LONGEST_WHOLE = 131_072;
  private static final int LONGEST_SCALE = 16_383;

  private NumericValue() {}

  static ValueEncoder encoder(int modifier) {
    return ScalarEncoders.encoder(
        LONGEST_WHOLE + LONGEST_SCALE + 2, text -> encode(text, modifier));
  }

  private static ByteBuffer encode(String text, int modifier) {
    return switch (text) {
      case "NaN" -> special(0xC000);
      case "Infinity" -> special(0xD000);
      case "-Infinity" -> special(0xF000);
      default -> finite(text, modifier);
    };
  }

  private static ByteBuffer special(int sign) {
    return ByteBuffer.allocate(4 * Short.BYTES).putShort(2 * Short.BYTES, (short) sign);
  }

  private static ByteBuffer finite(String text, int modifier) {
    if (!FORM.matcher(text).matches()) {
      throw ScalarEncoders.malformed(text, "number");
    }
    boolean negative = text.startsWith("-");
    String digits = text.replaceFirst("^[+-]", "");
    int point = digits.indexOf('.');
    String whole = point < 0 ? digits : digits.substring(0, point);
    String fraction = point < 0 ? "" : digits.substring(point + 1);
    checkScale(text, fraction.length(), modifier);
    String padded =
        "0".repeat(Math.floorMod(-whole.length(), GROUP))
            + whole
            + fraction
            + "0".repeat(Math.floorMod(-fraction.length(), GROUP));
    int groups = padded.length() / GROUP;
    int weight = Math.ceilDiv(whole.length(), GROUP) - 1;
    int first = 0;
    while (first < groups && group(padded, first) == 0) {
      first++;
    }
    int end = groups;
    while (end > first && group(padded, end - 1) == 0) {
      end--;
    }
    boolean zero = first == end;
    ByteBuffer value =
        ByteBuffer.allocate((4 + end - first) * Short.BYTES)
            .putShort((short) (end - first))
            .putShort((short) (zero ? 0 : weight - first))
            .putShort((short) (negative && !zero ? NEGATIVE : 0))
            .putShort((short) fraction.length());
    for (int i = first; i < end; i++) {
      value.putShort(group(padded, i));
    }
    return value;
  }

  /** A server would round to the column's scale; a value that needs it is not from a dump. */
  private static void checkScale(String text, int scale, int modifier) {
    if (scale > LONGEST_SCALE) {
      throw new IllegalArgumentException("it has too many decimal places");
    }
    int declared = ((modifier - 4 & 0x7FF) ^ 0x400) - 0x400;
    if (modifier != -1 && scale != Math.max(0, declared)) {
      throw new IllegalArgumentException(
          "\"%s\" has not the %d decimal places of its column".formatted(text, declared));
    }
  }

  private static short group(String padded, int index) {
    return (short) Integer.parseInt(padded, index * GROUP, (index + 1) * GROUP, 10);
  }
}
