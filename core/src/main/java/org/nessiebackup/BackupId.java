package org.nessiebackup;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The name of a backup, such as {@code 20261122T020000Z-7f3a}: the moment it began, in UTC, and
 * four hexadecimal digits that keep two backups of one second apart. Names sort by time.
 */
public record BackupId(String value) implements Comparable<BackupId> {
  private static final Pattern FORM = Pattern.compile("\\d{8}T\\d{6}Z-[0-9a-f]{4}");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** Checks the form; a name from outside is never used as part of a path before this. */
  public BackupId {
    if (!isValid(value)) {
      throw new BackupException(
          Failure.USAGE,
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
      TIME.parse(text.substring(0, 16));
      return true;
    } catch (DateTimeParseException notATime) {
      return false;
    }
  }

  /** The second in which the backup began. */
  public Instant time() {
    return TIME.parse(value.substring(0, 16), Instant::from);
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
