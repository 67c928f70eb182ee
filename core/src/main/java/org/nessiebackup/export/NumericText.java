package org.nessiebackup.export;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;

/**
 * PostgreSQL's numeric: count of digits, weight of the first, sign, decimal places to show, digits
 * of base 10000.
 */
final class NumericText {
  private static final int NEGATIVE = 0x4000;
  private static final int NAN = 0xC000;
  private static final int INFINITY = 0xD000;
  private static final int NEGATIVE_INFINITY = 0xF000;
  private static final BigInteger BASE = BigInteger.valueOf(10_000);
  private static final int DIGITS_PER_GROUP = 4;

  private NumericText() {}

  static String decode(ByteBuffer value) {
    int groups = value.getShort() & 0xFFFF;
    int weight = value.getShort();
    int sign = value.getShort() & 0xFFFF;
    int scale = value.getShort() & 0xFFFF;
    return switch (sign) {
      case 0, NEGATIVE -> finite(value, groups, weight, scale, sign == NEGATIVE);
      case NAN -> "NaN";
      case INFINITY -> "Infinity";
      case NEGATIVE_INFINITY -> "-Infinity";
      default -> throw new IllegalArgumentException("a numeric has an unknown sign");
    };
  }

  private static String finite(
      ByteBuffer value, int groups, int weight, int scale, boolean negative) {
    BigInteger unscaled = BigInteger.ZERO;
    for (int i = 0; i < groups; i++) {
      unscaled = unscaled.multiply(BASE).add(BigInteger.valueOf(value.getShort()));
    }
    BigDecimal number = new BigDecimal(unscaled, DIGITS_PER_GROUP * (groups - 1 - weight));
    // Behind the places to show there are only zeros; the last group may be longer than they.
    BigDecimal shown = number.setScale(scale, java.math.RoundingMode.UNNECESSARY);
    return (negative ? shown.negate() : shown).toPlainString();
  }
}
