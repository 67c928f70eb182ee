package org.nessiebackup.manifest;

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
 * @param hourly the newest of each of the last so many hours that have one
 * @param daily the same for days
 * @param weekly the same for weeks, which begin on Mondays
 * @param monthly the same for months
 * @param yearly the same for years
 * @param within all that are not older than this, counted from the newest
 * @param tags all that have one of these tags
 * @param manual all that a person asked for, as their tag {@link #MANUAL} says, and that are not
 *     older than this, counted from the newest
 * @param timeZone where hours and days begin, such as {@code UTC} or {@code Europe/Berlin}
 */
public record RetentionPolicy(
    int last,
    int hourly,
    int daily,
    int weekly,
    int monthly,
    int yearly,
    Optional<Duration> within,
    List<String> tags,
    Optional<Duration> manual,
    String timeZone) {
  /** The tag of backups that a person asked for. */
  public static final String MANUAL = "manual";

  /**
   * All of two days, so that whoever finds out in the morning what broke in the night has every
   * recovery point; then seven days, four weeks, twelve months. What a person asked for, who may
   * come back to it, stays a week.
   */
  public static final RetentionPolicy DEFAULT =
      new RetentionPolicy(
          0,
          0,
          7,
          4,
          12,
          0,
          Optional.of(Duration.ofDays(2)),
          List.of(),
          Optional.of(Duration.ofDays(7)),
          "UTC");

  /** One that does not ask whether a person wanted a backup. */
  public RetentionPolicy(
      int last,
      int hourly,
      int daily,
      int weekly,
      int monthly,
      int yearly,
      Optional<Duration> within,
      List<String> tags,
      String timeZone) {
    this(last, hourly, daily, weekly, monthly, yearly, within, tags, Optional.empty(), timeZone);
  }

  /** Refuses negative numbers and time zones that do not exist. */
  public RetentionPolicy {
    tags = List.copyOf(tags);
    if (last < 0 || hourly < 0 || daily < 0 || weekly < 0 || monthly < 0 || yearly < 0) {
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

  /** The same by the calendar of another time zone. */
  public RetentionPolicy in(String zone) {
    return new RetentionPolicy(
        last, hourly, daily, weekly, monthly, yearly, within, tags, manual, zone);
  }

  /** Whether it would keep nothing at all. */
  public boolean keepsNothing() {
    return last + hourly + daily + weekly + monthly + yearly == 0
        && within.isEmpty()
        && manual.isEmpty()
        && tags.isEmpty();
  }
}
