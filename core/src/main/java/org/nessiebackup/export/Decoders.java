package org.nessiebackup.export;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.function.Function;

/** Text of values that are held whole, as PostgreSQL prints it with {@code DateStyle = ISO}. */
final class Decoders {
  private static final LocalDate EPOCH = LocalDate.of(2000, 1, 1);
  private static final int MICROS = 1_000_000;

  private static final int NEGATIVE = 0x4000;
  private static final int NAN = 0xC000;
  private static final int INFINITY = 0xD000;
  private static final int NEGATIVE_INFINITY = 0xF000;
  private static final BigInteger BASE = BigInteger.valueOf(10_000);
  private static final int DIGITS_PER_GROUP = 4;

  private Decoders() {}

  static String bool(ByteBuffer value) {
    return switch (value.get()) {
      case 0 -> "false";
      case 1 -> "true";
      default -> throw new IllegalArgumentException("a boolean is 0 or 1");
    };
  }

  static String uuid(ByteBuffer value) {
    return new UUID(value.getLong(), value.getLong()).toString();
  }

  static String date(ByteBuffer value) {
    int days = value.getInt();
    return switch (days) {
      case Integer.MAX_VALUE -> "infinity";
      case Integer.MIN_VALUE -> "-infinity";
      default -> {
        LocalDate date = EPOCH.plusDays(days);
        yield date(date) + era(date);
      }
    };
  }

  static String timestamp(ByteBuffer value) {
    return timestamp(value.getLong(), "");
  }

  /** Always in UTC, which means the same instant as what PostgreSQL would print. */
  static String timestampWithZone(ByteBuffer value) {
    return timestamp(value.getLong(), "+00");
  }

  private static String timestamp(long micros, String zone) {
    if (micros == Long.MAX_VALUE || micros == Long.MIN_VALUE) {
      return micros > 0 ? "infinity" : "-infinity";
    }
    LocalDateTime time = EPOCH.atStartOfDay().plus(micros, ChronoUnit.MICROS);
    return date(time.toLocalDate())
        + " "
        + time(time.toLocalTime())
        + zone
        + era(time.toLocalDate());
  }

  private static String date(LocalDate date) {
    // The year before 1 is 1 BC, which java.time calls 0.
    int year = date.getYear() > 0 ? date.getYear() : 1 - date.getYear();
    return String.format(
        Locale.ROOT, "%04d-%02d-%02d", year, date.getMonthValue(), date.getDayOfMonth());
  }

  private static String time(LocalTime time) {
    String seconds =
        String.format(
            Locale.ROOT, "%02d:%02d:%02d", time.getHour(), time.getMinute(), time.getSecond());
    int micros = time.getNano() / (1_000_000_000 / MICROS);
    return micros == 0 ? seconds : seconds + String.format(Locale.ROOT, ".%06d", micros);
  }

  private static String era(LocalDate date) {
    return date.getYear() > 0 ? "" : " BC";
  }

  /** Count of digits, weight of the first, sign, decimal places to show, digits of base 10000. */
  static String numeric(ByteBuffer value) {
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
    BigDecimal shown = number.setScale(scale, RoundingMode.UNNECESSARY);
    return (negative ? shown.negate() : shown).toPlainString();
  }

  /**
   * A decoder of arrays with no or one dimension, in braces, every element but NULL in quotes.
   *
   * @param element the form of the elements
   */
  static Function<ByteBuffer, String> array(ValueForm element) {
    return value -> array(value, element);
  }

  private static String array(ByteBuffer value, ValueForm element) {
    int dimensions = value.getInt();
    // Whether there are NULLs, and the element's type, which the column has said.
    value.getInt();
    value.getInt();
    if (dimensions == 0) {
      return "{}";
    }
    if (dimensions != 1) {
      throw new IllegalArgumentException("it has " + dimensions + " dimensions");
    }
    int length = value.getInt();
    int lowerBound = value.getInt();
    StringJoiner elements = new StringJoiner(",", "{", "}");
    for (int i = 0; i < length; i++) {
      int size = value.getInt();
      if (size == -1) {
        elements.add("NULL");
      } else {
        ByteBuffer bytes = value.slice(value.position(), size);
        value.position(value.position() + size);
        elements.add(quoted(element(bytes, element)));
      }
    }
    // An array that does not count from 1 says so.
    String bounds =
        lowerBound == 1
            ? ""
            : "[" + lowerBound + ":" + Math.addExact(lowerBound, length - 1) + "]=";
    return bounds + elements;
  }

  private static String element(ByteBuffer bytes, ValueForm element) {
    return switch (element) {
      case ValueForm.Text text -> {
        bytes.position(text.prefix());
        yield StandardCharsets.UTF_8.decode(bytes).toString();
      }
      case ValueForm.Bytea bytea -> {
        byte[] content = new byte[bytes.remaining()];
        bytes.get(content);
        yield "\\x" + HexFormat.of().formatHex(content);
      }
      case ValueForm.Held held -> held.decoder().apply(bytes);
    };
  }

  private static String quoted(String element) {
    return '"' + element.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
