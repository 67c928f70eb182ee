package org.nessiebackup;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The name of a backup, such as {@code 20261122T020000Z-7f3a}: the moment it began, in UTC, and
 * four hexadecimal digits that keep two backups of one second apart. Names sort by time.
 */
public record BackupId(String value) implements Comparable<BackupId> {
  private static final Pattern FORM = Pattern.compile("[0-9]{8}T[0-9]{6}Z-[0-9a-f]{4}");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** Checks the form; a name from outside is never used as part of a path before this. */
  public BackupId {
    if (!isValid(value)) {
      throw Failure.USAGE.exception(
          "\"" + value + "\" is not a backup id",
          "An id looks like 20261122T020000Z-7f3a; `list` shows those of the vault, and \"latest\""
              + " names the newest.");
    }
  }

  /** The name of a backup that begins now. */
  public static BackupId create(Instant now) {
    int fraction = (int) (now.getLong(ChronoField.NANO_OF_SECOND) * 65_536 / 1_000_000_000);
    return new BackupId(TIME.format(now) + "-" + HexFormat.of().toHexDigits(fraction, 4));
  }

  /** Whether a text has the form of an id. */
  public static boolean isValid(String text) {
    if (text == null || !FORM.matcher(text).matches()) {
      return false;
    }
    try {
      return time(text) != null;
    } catch (DateTimeException notATime) {
      return false;
    }
  }

  /** The second in which the backup began. */
  public Instant time() {
    return time(value);
  }

  /**
   * Read by hand: a vault of many backups has as many names, and the formats of Java need their
   * locales before they read the first one.
   */
  private static Instant time(String text) {
    return LocalDateTime.of(
            number(text, 0, 4),
            number(text, 4, 6),
            number(text, 6, 8),
            number(text, 9, 11),
            number(text, 11, 13),
            number(text, 13, 15))
        .toInstant(ZoneOffset.UTC);
  }

  private static int number(String text, int from, int to) {
    return Integer.parseInt(text, from, to, 10);
  }

  @Override
  public int compareTo(BackupId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
