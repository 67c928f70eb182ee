package org.nessiebackup.manifest;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which backups a vault keeps. Each rule keeps backups for a reason of its own; what no rule keeps
 * may go.
 *
 * @param last the newest so many
 * @param periods the newest of each hour, day and so on
 * @param within all that are not older than this, counted from the newest
 * @param tags all that have one of these tags
 * @param manual all that a person asked for, as their tag {@link #MANUAL} says, and that are not
 *     older than this, counted from the newest
 * @param timeZone where hours and days begin, such as {@code UTC} or {@code Europe/Berlin}
 */
public record RetentionPolicy(
    int last,
    @JsonUnwrapped Periods periods,
    Optional<Duration> within,
    List<String> tags,
    Optional<Duration> manual,
    String timeZone) {
  /** The tag of backups that a person asked for. */
  public static final String MANUAL = "manual";

  /** One that keeps nothing. */
  public static final RetentionPolicy NONE =
      new RetentionPolicy(0, Periods.NONE, Optional.empty(), List.of(), Optional.empty(), "UTC");

  /**
   * All of two days, so that whoever finds out in the morning what broke in the night has every
   * recovery point; then seven days, four weeks, twelve months. What a person asked for, who may
   * come back to it, stays a week.
   */
  public static final RetentionPolicy DEFAULT =
      new RetentionPolicy(
          0,
          new Periods(0, 7, 4, 12, 0),
          Optional.of(Duration.ofDays(2)),
          List.of(),
          Optional.of(Duration.ofDays(7)),
          "UTC");

  /**
   * Keeps the newest of each of the last so many periods that have one.
   *
   * @param hourly hours
   * @param daily days
   * @param weekly weeks, which begin on Mondays
   * @param monthly months
   * @param yearly years
   */
  public record Periods(int hourly, int daily, int weekly, int monthly, int yearly) {
    /** Keeps none. */
    public static final Periods NONE = new Periods(0, 0, 0, 0, 0);

    /** Refuses negative numbers. */
    public Periods {
      if (hourly < 0 || daily < 0 || weekly < 0 || monthly < 0 || yearly < 0) {
        throw new IllegalArgumentException("a policy cannot keep less than none");
      }
    }
  }

  /** Refuses negative numbers and time zones that do not exist. */
  public RetentionPolicy {
    tags = List.copyOf(tags);
    if (last < 0) {
      throw new IllegalArgumentException("a policy cannot keep less than none");
    }
    if (Stream.of(within, manual).flatMap(Optional::stream).anyMatch(Duration::isNegative)) {
      throw new IllegalArgumentException("a policy cannot keep what is yet to come");
    }
    try {
      ZoneId.of(timeZone);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("there is no time zone \"" + timeZone + "\"", e);
    }
  }

  /** The same with the newest so many. */
  public RetentionPolicy withLast(int newest) {
    return new RetentionPolicy(newest, periods, within, tags, manual, timeZone);
  }

  /** The same with all that are not older. */
  public RetentionPolicy withWithin(Duration span) {
    return new RetentionPolicy(last, periods, Optional.of(span), tags, manual, timeZone);
  }

  /** The same with all that have one of these tags. */
  public RetentionPolicy withTags(List<String> others) {
    return new RetentionPolicy(last, periods, within, others, manual, timeZone);
  }

  /** The same by the calendar of another time zone. */
  public RetentionPolicy in(String zone) {
    return new RetentionPolicy(last, periods, within, tags, manual, zone);
  }

  /** Whether it would keep nothing at all. */
  public boolean keepsNothing() {
    return last == 0
        && periods.equals(Periods.NONE)
        && within.isEmpty()
        && manual.isEmpty()
        && tags.isEmpty();
  }
}
