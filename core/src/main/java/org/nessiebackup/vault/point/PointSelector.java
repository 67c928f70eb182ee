package org.nessiebackup.vault.point;

import java.time.Instant;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.PointId;
import org.nessiebackup.vault.backups.BackupSelector;

/** Which recovery point somebody means. */
public sealed interface PointSelector {
  /** Whether tips count where a moment, or the newest point, is asked for. */
  boolean tips();

  /**
   * By words: those of a backup, with the number of a tip behind if one of its tips is meant.
   *
   * @param words as {@link BackupSelector} reads them; {@code latest} alone is the newest point
   */
  record Named(String words, boolean tips) implements PointSelector {
    boolean isLatest() {
      return words.equals(BackupSelector.LATEST);
    }

    private boolean names(PointId id, Instant now) {
      PointId.Split split = PointId.Split.of(words);
      return split.tip().equals(id.tip())
          && BackupSelector.of(split.backup(), now).mayBe(id.backup());
    }
  }

  /** The newest point whose state is not of a later moment than this. */
  record AsOf(Instant moment, boolean tips) implements PointSelector {}

  /** This very point. */
  static PointSelector of(PointId id) {
    return new Named(id.toString(), true);
  }

  /**
   * Whether a point of this name may be the one that is meant: the newest one may be another by the
   * time that this is asked.
   *
   * @throws BackupException {@link Failure#USAGE} if the words are none
   */
  default boolean mayBe(PointId id, Instant now) {
    return switch (this) {
      case AsOf moment -> true;
      case Named named -> named.isLatest() || named.names(id, now);
    };
  }
}
