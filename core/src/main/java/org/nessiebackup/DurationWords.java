package org.nessiebackup;

import java.time.Duration;

/**
 * A duration for people, in one unit: {@code 40 s}, {@code 5 min}, {@code 26 h}, {@code 12 days}.
 */
public final class DurationWords {
  private DurationWords() {}

  /** Nothing less than 2 of a unit, but for seconds; a negative one is none. */
  public static String of(Duration duration) {
    if (duration.toHours() >= 48) {
      return duration.toDays() + " days";
    }
    if (duration.toMinutes() >= 120) {
      return duration.toHours() + " h";
    }
    return duration.toSeconds() >= 120
        ? duration.toMinutes() + " min"
        : Math.max(0, duration.toSeconds()) + " s";
  }
}
