package org.nessiebackup.cli.console;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.nessiebackup.DurationWords;
import org.nessiebackup.MomentWords;
import org.nessiebackup.Quantity;
import org.nessiebackup.cli.text.Width;
import org.nessiebackup.report.text.Printable;

/** Quantities for people. */
public final class Text {
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Text() {}

  /** A size: {@code 17 B}, {@code 8.9 MiB}. */
  public static String bytes(long bytes) {
    return Quantity.bytes(bytes);
  }

  /** A number with separators: {@code 43,210}. */
  public static String count(long number) {
    return Quantity.count(number);
  }

  /** A number of things: {@code 1 row}, {@code 43,210 rows}. */
  public static String count(long number, String thing) {
    return Quantity.count(number, thing);
  }

  /** Those of all that are shown: {@code 3 of 12 backups}; {@code 12 backups} if all are. */
  public static String count(long shown, long all, String thing) {
    return shown == all ? count(all, thing) : count(shown) + " of " + count(all, thing);
  }

  /** A time span: {@code 0.83 s}, {@code 41.2 s}, {@code 3 min 12 s}, {@code 5 h 2 min}. */
  public static String duration(Duration duration) {
    return DurationWords.measured(duration);
  }

  /** How long ago something was: {@code 40 s}, {@code 26 h}, {@code 12 days}. */
  public static String age(Duration age) {
    return DurationWords.of(age);
  }

  /** The first line of a text of somebody else, without what would upset a terminal, shortened. */
  public static String line(String text, int most) {
    String first = text.lines().findFirst().orElse("");
    return Width.cut(Printable.line(first), most);
  }

  /** A text in lines of at most so many columns, broken at blanks. */
  public static List<String> lines(String text, int columns) {
    return Line.plain(text).wrapped(columns, 0).stream().map(Line::text).toList();
  }

  /** A moment, in UTC and saying so. */
  public static String time(Instant instant) {
    return MomentWords.of(instant);
  }

  /** The time of day in UTC, to the millisecond, as a log has it. */
  static String clock(Instant instant) {
    return CLOCK.format(instant);
  }

  /**
   * How much smaller stored bytes are than raw ones: {@code 62 x smaller}; empty if they are not.
   */
  public static String ratio(long rawBytes, long storedBytes) {
    if (storedBytes <= 0 || rawBytes < 2 * storedBytes) {
      return "";
    }
    return String.format(Locale.ROOT, "%,d x smaller", Math.round((double) rawBytes / storedBytes));
  }
}
