package org.nessiebackup.service.run;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nessiebackup.BackupId;
import org.nessiebackup.Failure;

/**
 * The name of a run within its catalog: a moment, and what keeps two of one moment apart. Names
 * sort by time. What a schedule wants is named by when and how often it was tried, so that of two
 * services which start the same only one gets the name.
 *
 * @param value such as {@code 20261130T020000Z-full-1} or {@code 20261130T140307Z-7f3a}
 */
public record RunId(String value) implements Comparable<RunId> {
  private static final Pattern FORM = Pattern.compile("[0-9]{8}T[0-9]{6}Z-[a-z0-9-]{1,40}");
  private static final Pattern SCHEDULED =
      Pattern.compile("([0-9]{8}T[0-9]{6}Z)-([a-z-]{1,20})-([1-9][0-9]{0,5})");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** Checks the form; a name from outside is never used as part of a path before this. */
  public RunId {
    if (!isValid(value)) {
      throw Failure.USAGE.exception(
          "\"%s\" is not the id of a run".formatted(value),
          "One looks like 20261130T020000Z-full-1; the list of runs shows those there are.");
    }
  }

  /** Whether a text has the form of an id. */
  public static boolean isValid(String text) {
    return text != null && FORM.matcher(text).matches();
  }

  /** That of a run which somebody asks for. */
  static RunId create(Instant now) {
    return new RunId(BackupId.create(now).value());
  }

  /** That of an attempt to do what a schedule wants. */
  static RunId of(Origin.Schedule wanted) {
    return new RunId(
        "%s-%s-%d".formatted(TIME.format(wanted.due()), wanted.task(), wanted.attempt()));
  }

  /** What a schedule wanted of which this is an attempt, if it is one. */
  public Optional<Origin.Schedule> schedule() {
    Matcher scheduled = SCHEDULED.matcher(value);
    try {
      return scheduled.matches()
          ? Optional.of(
              new Origin.Schedule(
                  scheduled.group(2),
                  Instant.from(TIME.parse(scheduled.group(1))),
                  Integer.parseInt(scheduled.group(3))))
          : Optional.empty();
    } catch (DateTimeException noMoment) {
      return Optional.empty();
    }
  }

  @Override
  public int compareTo(RunId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
