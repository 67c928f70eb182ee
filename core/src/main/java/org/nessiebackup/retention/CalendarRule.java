package org.nessiebackup.retention;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.IsoFields;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.nessiebackup.Labelled;
import org.nessiebackup.manifest.RetentionPolicy;
import org.nessiebackup.manifest.RetentionPolicy.Periods;

/** Rules that keep the newest backup of a period of the calendar. */
enum CalendarRule implements Labelled {
  /** With the offset, because one hour of autumn comes twice. */
  HOURLY(Periods::hourly, pattern("yyyy-MM-dd HH'h'xxx")),
  DAILY(Periods::daily, pattern("yyyy-MM-dd")),
  WEEKLY(
      Periods::weekly,
      at ->
          String.format(
              Locale.ROOT,
              "%04d-W%02d",
              at.get(IsoFields.WEEK_BASED_YEAR),
              at.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR))),
  MONTHLY(Periods::monthly, pattern("yyyy-MM")),
  YEARLY(Periods::yearly, at -> String.valueOf(at.getYear()));

  private final ToIntFunction<Periods> wanted;
  private final Function<ZonedDateTime, String> period;

  CalendarRule(ToIntFunction<Periods> wanted, Function<ZonedDateTime, String> period) {
    this.wanted = wanted;
    this.period = period;
  }

  private static Function<ZonedDateTime, String> pattern(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT)::format;
  }

  /** In how many periods a backup is kept. */
  int wanted(RetentionPolicy policy) {
    return wanted.applyAsInt(policy.periods());
  }

  /** The name of the period in which a moment lies. */
  String period(ZonedDateTime at) {
    return period.apply(at);
  }
}
