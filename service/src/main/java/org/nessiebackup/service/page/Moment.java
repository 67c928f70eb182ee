package org.nessiebackup.service.page;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.nessiebackup.DurationWords;
import org.nessiebackup.MomentWords;

/**
 * A moment on a page: in UTC, and how long it is past or ahead as of the page. The local time is
 * added by a script.
 *
 * @param at the moment
 * @param now that of the page
 */
public record Moment(Instant at, Instant now) {
  private static final DateTimeFormatter SHORT =
      DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** For machines, to the second. */
  String iso() {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** Day and minute, where the year is clear. */
  String brief() {
    return SHORT.format(at);
  }

  /** All of it, to the second. */
  public String utc() {
    return MomentWords.of(at);
  }

  /** How far from now, in one unit. */
  String age() {
    return DurationWords.of(Duration.between(at, now).abs());
  }

  /** {@code 3 min ago}, {@code in 2 h}. */
  String relative() {
    return at.isAfter(now) ? "in " + age() : age() + " ago";
  }
}
