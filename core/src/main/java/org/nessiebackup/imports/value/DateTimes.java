package org.nessiebackup.imports.value;

import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Dates and times in the only form that pg_dump writes, {@code DateStyle = ISO}. */
final class DateTimes {
  private static final LocalDate EPOCH = LocalDate.of(2000, 1, 1);
  private static final String DATE = "([0-9]{4,7})-([0-9]{2})-([0-9]{2})";
  private static final String TIME = " ([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\\.([0-9]{1,6}))?";
  private static final String ZONE = "([+-])([0-9]{2})(?::([0-9]{2}))?(?::([0-9]{2}))?";
  private static final String ERA = "( BC)?";

  private static final Pattern DATE_FORM = Pattern.compile(DATE + ERA);
  private static final Pattern TIMESTAMP_FORM = Pattern.compile(DATE + TIME + ERA);
  private static final Pattern ZONED_FORM = Pattern.compile(DATE + TIME + ZONE + ERA);

  private DateTimes() {}

  static ByteBuffer date(String text) {
    int days =
        switch (text) {
          case "infinity" -> Integer.MAX_VALUE;
          case "-infinity" -> Integer.MIN_VALUE;
          default -> {
            Matcher parts = match(DATE_FORM, text, "date");
            yield Math.toIntExact(ChronoUnit.DAYS.between(EPOCH, date(parts, parts.group(4))));
          }
        };
    return ByteBuffer.allocate(Integer.BYTES).putInt(days);
  }

  static ByteBuffer timestamp(String text) {
    if (text.endsWith("infinity")) {
      return infinite(text);
    }
    Matcher parts = match(TIMESTAMP_FORM, text, "timestamp");
    return ByteBuffer.allocate(Long.BYTES).putLong(micros(parts, parts.group(8)));
  }

  static ByteBuffer timestampWithZone(String text) {
    if (text.endsWith("infinity")) {
      return infinite(text);
    }
    Matcher parts = match(ZONED_FORM, text, "timestamp with time zone");
    long offset = (number(parts, 9) * 60L + number(parts, 10)) * 60 + number(parts, 11);
    long signed = parts.group(8).equals("-") ? -offset : offset;
    return ByteBuffer.allocate(Long.BYTES)
        .putLong(Math.subtractExact(micros(parts, parts.group(12)), signed * 1_000_000));
  }

  private static ByteBuffer infinite(String text) {
    long value =
        switch (text) {
          case "infinity" -> Long.MAX_VALUE;
          case "-infinity" -> Long.MIN_VALUE;
          default -> throw ScalarEncoders.malformed(text, "timestamp");
        };
    return ByteBuffer.allocate(Long.BYTES).putLong(value);
  }

  private static long micros(Matcher parts, String era) {
    String fraction = parts.group(7) == null ? "" : parts.group(7);
    int micros = Integer.parseInt((fraction + "000000").substring(0, 6));
    LocalTime time =
        LocalTime.of(number(parts, 4), number(parts, 5), number(parts, 6), micros * 1000);
    return ChronoUnit.MICROS.between(
        EPOCH.atStartOfDay(), LocalDateTime.of(date(parts, era), time));
  }

  private static LocalDate date(Matcher parts, String era) {
    int year = number(parts, 1);
    // 1 BC is the year before 1, which java.time calls 0.
    return LocalDate.of(era == null ? year : 1 - year, number(parts, 2), number(parts, 3));
  }

  private static int number(Matcher parts, int group) {
    return parts.group(group) == null ? 0 : Integer.parseInt(parts.group(group));
  }

  private static Matcher match(Pattern form, String text, String what) {
    Matcher matcher = form.matcher(text);
    if (!matcher.matches()) {
      throw ScalarEncoders.malformed(text, what);
    }
    return matcher;
  }
}
