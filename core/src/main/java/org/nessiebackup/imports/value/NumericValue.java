package org.nessiebackup.imports.value;

import java.math.BigDecimal;
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
    BigDecimal number = new BigDecimal(text);
    checkScale(text, number.scale(), modifier);
    boolean zero = number.signum() == 0;
    BigDecimal shortest = number.abs().stripTrailingZeros();
    int behind = Math.ceilDiv(shortest.scale(), GROUP);
    String digits = zero ? "" : shortest.setScale(behind * GROUP).unscaledValue().toString();
    int groups = Math.ceilDiv(digits.length(), GROUP);
    String padded = "0".repeat(groups * GROUP - digits.length()) + digits;
    ByteBuffer value =
        ByteBuffer.allocate((4 + groups) * Short.BYTES)
            .putShort((short) groups)
            .putShort((short) (zero ? 0 : groups - 1 - behind))
            .putShort((short) (number.signum() < 0 ? NEGATIVE : 0))
            .putShort((short) number.scale());
    for (int i = 0; i < groups; i++) {
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
