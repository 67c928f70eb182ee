package org.nessiebackup.manifest;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

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
    String timeZone) {
  /** Seven days, four weeks, twelve months. */
  public static final RetentionPolicy DEFAULT =
      new RetentionPolicy(0, 0, 7, 4, 12, 0, Optional.empty(), List.of(), "UTC");

  /** Refuses negative numbers and time zones that do not exist. */
  public RetentionPolicy {
    tags = List.copyOf(tags);
    if (last < 0 || hourly < 0 || daily < 0 || weekly < 0 || monthly < 0 || yearly < 0) {
      throw new IllegalArgumentException("a policy cannot keep less than none");
    }
    if (within.isPresent() && within.get().isNegative()) {
      throw new IllegalArgumentException("a policy cannot keep what is yet to come");
    }
    try {
      ZoneId.of(timeZone);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("there is no time zone \"" + timeZone + "\"", e);
    }
  }

  /** Whether it would keep nothing at all. */
  public boolean keepsNothing() {
    return last + hourly + daily + weekly + monthly + yearly == 0
        && within.isEmpty()
        && tags.isEmpty();
  }
}
