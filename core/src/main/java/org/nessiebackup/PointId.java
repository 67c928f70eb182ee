package org.nessiebackup;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a recovery point: that of a backup, such as {@code 20261122T020000Z-7f3a}, or of a
 * tip, which is named by the backup that it builds on and its number there, such as {@code
 * 20261122T020000Z-7f3a.17}.
 *
 * @param backup the backup, or the base of the tip
 * @param tip the number of the tip, at least 1; absent for the backup itself
 */
public record PointId(BackupId backup, OptionalLong tip) {
  private static final Pattern OF_TIP = Pattern.compile("(.+)\\.([1-9][0-9]{0,11})");

  /** Refuses numbers that no tip has. */
  public PointId {
    if (tip.isPresent() && tip.getAsLong() < 1) {
      throw new IllegalArgumentException("tips are counted from 1");
    }
  }

  /** That of a backup. */
  public static PointId of(BackupId backup) {
    return new PointId(backup, OptionalLong.empty());
  }

  /** That of a tip. */
  public static PointId of(BackupId base, long tip) {
    return new PointId(base, OptionalLong.of(tip));
  }

  /**
   * Reads a whole name.
   *
   * @throws BackupException {@link Failure#USAGE} if it has another form
   */
  public static PointId parse(String text) {
    Split split = Split.of(text);
    return new PointId(new BackupId(split.backup()), split.tip());
  }

  /**
   * A name in two parts, of which the first may be any words for a backup.
   *
   * @param backup the words before the number, or all of them
   * @param tip the number, if there is one
   */
  public record Split(String backup, OptionalLong tip) {
    /** Splits words. */
    public static Split of(String words) {
      Matcher name = OF_TIP.matcher(words);
      return name.matches()
          ? new Split(name.group(1), OptionalLong.of(Long.parseLong(name.group(2))))
          : new Split(words, OptionalLong.empty());
    }
  }

  @Override
  public String toString() {
    return tip.isPresent() ? backup + "." + tip.getAsLong() : backup.value();
  }
}
