package org.nessiebackup;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations for people. */
public final class DurationWords {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,9})([smhd])");

  private DurationWords() {}

  /** What people write: {@code 90s}, {@code 90m}, {@code 26h}, {@code 2d}; empty if it is none. */
  public static Optional<Duration> parse(String text) {
    Matcher form = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!form.matches()) {
      return Optional.empty();
    }
    long amount = Long.parseLong(form.group(1));
    return Optional.of(
        switch (form.group(2)) {
          case "s" -> Duration.ofSeconds(amount);
          case "m" -> Duration.ofMinutes(amount);
          case "h" -> Duration.ofHours(amount);
          default -> Duration.ofDays(amount);
        });
  }

  /**
   * In one unit: {@code 40 s}, {@code 5 min}, {@code 26 h}, {@code 12 days}. Nothing less than 2 of
   * a unit, but for seconds; a negative one is none.
   */
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

  /**
   * One that was measured: {@code 0.83 s}, {@code 41.2 s}, {@code 3 min 12 s}, {@code 5 h 2 min}.
   */
  public static String measured(Duration duration) {
    double seconds = duration.toMillis() / 1000.0;
    if (seconds < 9.995) {
      return String.format(Locale.ROOT, "%.2f s", seconds);
    }
    if (seconds < 59.95) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    Duration rounded = Duration.ofSeconds(Math.round(seconds));
    if (rounded.toHours() < 1) {
      return "%d min %d s".formatted(rounded.toMinutes(), rounded.toSecondsPart());
    }
    return "%d h %d min".formatted(rounded.toHours(), rounded.toMinutesPart());
  }
}
