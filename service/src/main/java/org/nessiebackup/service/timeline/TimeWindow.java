package org.nessiebackup.service.timeline;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;
import java.util.Optional;

/**
 * A part of the time line: rows of cells, all in UTC.
 *
 * @param zoom how near it is
 * @param start of its oldest row
 * @param rows how many rows it has
 */
public record TimeWindow(Zoom zoom, Instant start, int rows) {
  /** How near. */
  public enum Zoom {
    /** Weeks of days. */
    WEEKS(Duration.ofDays(7), 7, "yyyy-MM-dd"),
    /** Days of hours. */
    DAYS(Duration.ofDays(1), 24, "yyyy-MM-dd'T'HH"),
    /** Hours of five minutes. */
    HOURS(Duration.ofHours(1), 12, "yyyy-MM-dd'T'HH"),
    /** Ten minutes of minutes. */
    MINUTES(Duration.ofMinutes(10), 10, "yyyy-MM-dd'T'HH:mm"),
    /** One minute of seconds. */
    SECONDS(Duration.ofMinutes(1), 12, "yyyy-MM-dd'T'HH:mm");

    private final Duration row;
    private final int columns;
    private final DateTimeFormatter spot;

    Zoom(Duration row, int columns, String spot) {
      this.row = row;
      this.columns = columns;
      this.spot = DateTimeFormatter.ofPattern(spot, Locale.ROOT).withZone(ZoneOffset.UTC);
    }

    Duration row() {
      return row;
    }

    int columns() {
      return columns;
    }

    Duration cell() {
      return row.dividedBy(columns);
    }

    /** The parameter that leads nearer to a moment. */
    String spot(Instant moment) {
      return spot.format(moment);
    }
  }

  /** The last days until now, by the hour. */
  public static TimeWindow days(Instant now, int days) {
    Instant today = now.truncatedTo(ChronoUnit.DAYS);
    return new TimeWindow(Zoom.DAYS, today.minus(Duration.ofDays(days - 1L)), days);
  }

  /** Whole weeks from one moment up to another, by the day. */
  public static TimeWindow weeks(Instant oldest, Instant newest, int most) {
    Instant last = monday(newest);
    long weeks = Math.min(most, Duration.between(monday(oldest), last).toDays() / 7 + 1);
    return new TimeWindow(Zoom.WEEKS, last.minus(Duration.ofDays(7 * (weeks - 1))), (int) weeks);
  }

  private static Instant monday(Instant moment) {
    return LocalDate.ofInstant(moment, ZoneOffset.UTC)
        .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
        .atStartOfDay()
        .toInstant(ZoneOffset.UTC);
  }

  /** What a parameter asks for: a day, an hour or a minute; empty if it is none of them. */
  public static Optional<TimeWindow> parse(String spot) {
    try {
      return switch (spot.length()) {
        case 10 -> {
          Instant day = LocalDate.parse(spot).atStartOfDay().toInstant(ZoneOffset.UTC);
          yield Optional.of(new TimeWindow(Zoom.HOURS, day, 24));
        }
        case 13 -> Optional.of(new TimeWindow(Zoom.MINUTES, moment(spot + ":00"), 6));
        case 16 -> Optional.of(new TimeWindow(Zoom.SECONDS, moment(spot), 1));
        default -> Optional.empty();
      };
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Instant moment(String text) {
    return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
  }

  public Instant end() {
    return start.plus(zoom.row().multipliedBy(rows));
  }

  /** Where a row begins, counted from the oldest. */
  Instant row(int row) {
    return start.plus(zoom.row().multipliedBy(row));
  }

  /** Where a cell begins. */
  Instant cell(int row, int column) {
    return row(row).plus(zoom.cell().multipliedBy(column));
  }

  /** The parameter that leads to it. */
  public String spot() {
    return switch (zoom) {
      case WEEKS, DAYS, HOURS -> Zoom.WEEKS.spot(start);
      case MINUTES -> Zoom.DAYS.spot(start);
      case SECONDS -> Zoom.MINUTES.spot(start);
    };
  }

  /** The one before it or behind it, of the same length. */
  public TimeWindow moved(int by) {
    Duration length = Duration.between(start, end());
    return new TimeWindow(zoom, start.plus(length.multipliedBy(by)), rows);
  }
}
