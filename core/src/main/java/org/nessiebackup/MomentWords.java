package org.nessiebackup;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A moment as people write it: {@code 2026-11-22T02:00:00Z}, or without an offset for one in UTC,
 * or {@code 2026-11-22} for the first moment of that day.
 */
public final class MomentWords {
  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final Pattern TIME_OF_DAY =
      Pattern.compile("(today|yesterday) +([0-9:.]+)( UTC)?");

  private MomentWords() {}

  /** A moment to the second, in UTC and saying so: {@code 2026-11-22 02:00:00 UTC}. */
  public static String of(Instant moment) {
    return UTC.format(moment);
  }

  /**
   * A moment of the past, which people may also count from now: {@code yesterday}, {@code yesterday
   * 14:00}, {@code 26h}, {@code 2d ago}; empty if a text is none.
   */
  public static Optional<Instant> parse(String text, Instant now) {
    String words = text.strip();
    if (words.equals("now")) {
      return Optional.of(now);
    }
    if (words.equals("yesterday")) {
      return Optional.of(now.minus(Duration.ofDays(1)));
    }
    return DurationWords.parse(words.replaceFirst(" ago$", ""))
        .map(now::minus)
        .or(() -> timeOfDay(words, now))
        .or(() -> parse(words));
  }

  /** {@code today 14:00}, {@code yesterday 14:00:30}, in UTC as all moments without an offset. */
  private static Optional<Instant> timeOfDay(String words, Instant now) {
    Matcher form = TIME_OF_DAY.matcher(words);
    if (!form.matches()) {
      return Optional.empty();
    }
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    LocalDate day = form.group(1).equals("today") ? today : today.minusDays(1);
    return parse(day + "T" + form.group(2));
  }

  /** The moment, also as {@link #of} writes it; empty if a text is none. */
  public static Optional<Instant> parse(String text) {
    String form = text.strip().replaceFirst(" UTC$", "Z").replace(' ', 'T');
    try {
      if (!form.contains("T")) {
        return Optional.of(LocalDate.parse(form).atStartOfDay(ZoneOffset.UTC).toInstant());
      }
      return Optional.of(
          form.matches(".*(Z|[+-][0-9]{2}:?[0-9]{0,2})")
              ? OffsetDateTime.parse(form).toInstant()
              : LocalDateTime.parse(form).toInstant(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
