package org.nessiebackup.imports.value;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Values of a few bytes, in the forms that PostgreSQL prints. */
final class ScalarEncoders {
  static final int LONGEST = 512;
  private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]{1,19}");
  private static final Pattern FLOAT =
      Pattern.compile("NaN|-?Infinity|[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");
  private static final Pattern UUID_FORM =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private ScalarEncoders() {}

  static ValueEncoder encoder(int longest, Function<String, ByteBuffer> parser) {
    return (row, start) -> {
      if (row.length() - start > longest) {
        throw new IllegalArgumentException("it is too long");
      }
      ByteBuffer value = parser.apply(row.text(start));
      row.truncate(start);
      row.append(value.array(), value.arrayOffset(), value.capacity());
    };
  }

  static ByteBuffer bool(String text) {
    byte value =
        switch (text.toLowerCase(Locale.ROOT)) {
          case "t", "true", "on", "yes", "y", "1" -> 1;
          case "f", "false", "off", "no", "n", "0" -> 0;
          default -> throw malformed(text, "boolean");
        };
    return ByteBuffer.allocate(1).put(value);
  }

  static ByteBuffer int2(String text) {
    return ByteBuffer.allocate(Short.BYTES)
        .putShort((short) integer(text, Short.MIN_VALUE, Short.MAX_VALUE));
  }

  static ByteBuffer int4(String text) {
    return ByteBuffer.allocate(Integer.BYTES)
        .putInt((int) integer(text, Integer.MIN_VALUE, Integer.MAX_VALUE));
  }

  static ByteBuffer int8(String text) {
    return ByteBuffer.allocate(Long.BYTES).putLong(integer(text, Long.MIN_VALUE, Long.MAX_VALUE));
  }

  private static long integer(String text, long least, long greatest) {
    if (!INTEGER.matcher(text).matches()) {
      throw malformed(text, "integer");
    }
    long value = Long.parseLong(text);
    if (value < least || value > greatest) {
      throw new IllegalArgumentException("\"" + text + "\" is out of range");
    }
    return value;
  }

  static ByteBuffer float4(String text) {
    return ByteBuffer.allocate(Float.BYTES).putFloat(Float.parseFloat(floatText(text)));
  }

  static ByteBuffer float8(String text) {
    return ByteBuffer.allocate(Double.BYTES).putDouble(Double.parseDouble(floatText(text)));
  }

  private static String floatText(String text) {
    if (!FLOAT.matcher(text).matches()) {
      throw malformed(text, "floating-point number");
    }
    return text;
  }

  static ByteBuffer uuid(String text) {
    if (!UUID_FORM.matcher(text).matches()) {
      throw malformed(text, "uuid");
    }
    UUID uuid = UUID.fromString(text);
    return ByteBuffer.allocate(2 * Long.BYTES)
        .putLong(uuid.getMostSignificantBits())
        .putLong(uuid.getLeastSignificantBits());
  }

  static IllegalArgumentException malformed(String text, String what) {
    String shown = text.length() > 60 ? text.substring(0, 60) + "…" : text;
    return new IllegalArgumentException("\"" + shown + "\" is no " + what);
  }
}
