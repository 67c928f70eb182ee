package org.nessiebackup.retention;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.IsoFields;
import java.util.Locale;
import org.nessiebackup.manifest.RetentionPolicy;

/** Rules that keep the newest backup of a period of the calendar. */
enum CalendarRule {
  HOURLY,
  DAILY,
  WEEKLY,
  MONTHLY,
  YEARLY;

  /** With the offset, because one hour of autumn comes twice. */
  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH'h'xxx", Locale.ROOT);

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT);
  private static final DateTimeFormatter MONTH =
      DateTimeFormatter.ofPattern("yyyy-MM", Locale.ROOT);

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** In how many periods a backup is kept. */
  int wanted(RetentionPolicy policy) {
    return switch (this) {
      case HOURLY -> policy.periods().hourly();
      case DAILY -> policy.periods().daily();
      case WEEKLY -> policy.periods().weekly();
      case MONTHLY -> policy.periods().monthly();
      case YEARLY -> policy.periods().yearly();
    };
  }

  /** The name of the period in which a moment lies. */
  String period(ZonedDateTime at) {
    return switch (this) {
      case HOURLY -> HOUR.format(at);
      case DAILY -> DAY.format(at);
      case WEEKLY ->
          String.format(
              Locale.ROOT,
              "%04d-W%02d",
              at.get(IsoFields.WEEK_BASED_YEAR),
              at.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
      case MONTHLY -> MONTH.format(at);
      case YEARLY -> String.valueOf(at.getYear());
    };
  }
}
