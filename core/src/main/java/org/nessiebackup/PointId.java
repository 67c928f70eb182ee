package org.nessiebackup;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a recovery point: that of a backup, such as {@code 20261122T020000Z-7f3a}; of a tip,
 * which is named by the backup that it builds on and its number there, such as {@code
 * 20261122T020000Z-7f3a.17}; or of a position in the journal, behind the backup that is brought
 * forward to it, such as {@code 20261122T020000Z-7f3a@16/B374D848}.
 *
 * @param backup the backup, or the base of the others
 * @param tip the number of the tip, at least 1; absent for what is none
 * @param position the last position whose transaction counts; absent for what is none
 */
public record PointId(BackupId backup, OptionalLong tip, Optional<Lsn> position) {
  private static final Pattern OF_TIP = Pattern.compile("(.+)\\.([1-9][0-9]{0,11})");
  private static final Pattern OF_POSITION = Pattern.compile("([^@]+)@([^@{]+)");

  /** Refuses numbers that no tip has, and what would be both. */
  public PointId {
    if (tip.isPresent() && (tip.getAsLong() < 1 || position.isPresent())) {
      throw new IllegalArgumentException("tips are counted from 1, and are no positions");
    }
  }

  /** That of a backup. */
  public static PointId of(BackupId backup) {
    return new PointId(backup, OptionalLong.empty(), Optional.empty());
  }

  /** That of a tip. */
  public static PointId of(BackupId base, long tip) {
    return new PointId(base, OptionalLong.of(tip), Optional.empty());
  }

  /** That of a position. */
  public static PointId of(BackupId base, Lsn position) {
    return new PointId(base, OptionalLong.empty(), Optional.of(position));
  }

  /** What it is called in a sentence, by its kind: {@code backup 20261122T020000Z-7f3a}. */
  public String words() {
    return (position.isPresent() ? "position " : tip.isPresent() ? "tip " : "backup ") + this;
  }

  /** Whether it is a backup itself. */
  public boolean isBackup() {
    return tip.isEmpty() && position.isEmpty();
  }

  /**
   * Reads a whole name.
   *
   * @throws BackupException {@link Failure#USAGE} if it has another form
   */
  public static PointId parse(String text) {
    Split split = Split.of(text);
    return new PointId(new BackupId(split.backup()), split.tip(), split.position());
  }

  /**
   * A name in parts, of which the first may be any words for a backup.
   *
   * @param backup the words before the number or the position, or all of them
   * @param tip the number, if there is one
   * @param position the position, if there is one
   */
  public record Split(String backup, OptionalLong tip, Optional<Lsn> position) {
    /** Splits words. */
    public static Split of(String words) {
      Matcher ofTip = OF_TIP.matcher(words);
      if (ofTip.matches()) {
        return new Split(
            ofTip.group(1), OptionalLong.of(Long.parseLong(ofTip.group(2))), Optional.empty());
      }
      Matcher ofPosition = OF_POSITION.matcher(words);
      Optional<Lsn> position =
          ofPosition.matches() ? Lsn.parse(ofPosition.group(2)) : Optional.empty();
      return position.isPresent()
          ? new Split(ofPosition.group(1), OptionalLong.empty(), position)
          : new Split(words, OptionalLong.empty(), Optional.empty());
    }
  }

  @Override
  public String toString() {
    return tip.isPresent()
        ? backup + "." + tip.getAsLong()
        : backup + position.map(each -> "@" + each).orElse("");
  }
}
