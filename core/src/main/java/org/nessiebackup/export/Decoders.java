package org.nessiebackup.export;

import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.UUID;

/** Text of values of fixed length, as PostgreSQL prints it with {@code DateStyle = ISO}. */
final class Decoders {
  private static final LocalDate EPOCH = LocalDate.of(2000, 1, 1);
  private static final int MICROS = 1_000_000;

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
}
