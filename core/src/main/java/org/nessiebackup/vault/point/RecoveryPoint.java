package org.nessiebackup.vault.point;

import java.time.Instant;
import java.util.List;
import org.nessiebackup.Lsn;
import org.nessiebackup.PointId;
import org.nessiebackup.manifest.JournalFile;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.vault.backups.BackupChain;
import org.nessiebackup.vault.tip.TipEpoch;

/** A moment that can be restored. */
public sealed interface RecoveryPoint {
  /** The backup, or the base of the others, and those that it builds on. */
  BackupChain chain();

  /** Its name. */
  PointId id();

  /** The moment whose state it holds, by the clock of its server. */
  Instant at();

  /** The backup, or the base of the others. */
  default Manifest backup() {
    return chain().newest();
  }

  /** What a point of this name does not bring back, for people; nothing unless it is a tip. */
  static List<String> lacks(PointId id) {
    return id.tip().isEmpty()
        ? List.of()
        : List.of(
            "when older objects were last referenced (obj_ref)",
            "objects that no branch or tag had led to yet",
            "what Nessie has deleted or rewritten in place since the base");
  }

  /** A backup: every row of every table, as of one moment. */
  record Exact(BackupChain chain) implements RecoveryPoint {
    @Override
    public PointId id() {
      return PointId.of(backup().id());
    }

    @Override
    public Instant at() {
      return backup().snapshotAt();
    }
  }

  /**
   * A tip: a backup, and all tips that build on it up to this one.
   *
   * @param tips they alone
   */
  record Tip(BackupChain chain, TipEpoch tips) implements RecoveryPoint {
    /** Refuses a point without tips. */
    public Tip {
      if (tips.tips().isEmpty()) {
        throw new IllegalArgumentException("this is no tip, but its base");
      }
    }

    /** The last of them, whose state it is. */
    public org.nessiebackup.manifest.Tip last() {
      return tips.tips().getLast();
    }

    @Override
    public PointId id() {
      return PointId.of(backup().id(), last().number());
    }

    @Override
    public Instant at() {
      return last().moment().seenAt();
    }
  }

  /**
   * A backup, brought forward by the journal: every row of every table, as of the end of a
   * transaction.
   *
   * @param replay what is applied
   * @param summary what there is to say of it
   */
  record Journal(BackupChain chain, Replay replay, ReplaySummary summary) implements RecoveryPoint {
    /** The last position whose transaction counts. */
    public Lsn position() {
      return summary
          .last()
          .map(JournalFile.Transaction::commit)
          .orElseGet(() -> new Lsn(replay.stop().value() - 1));
    }

    @Override
    public PointId id() {
      return PointId.of(backup().id(), position());
    }

    /** The time of the last transaction, which may have waited until the base was taken. */
    @Override
    public Instant at() {
      return summary
          .last()
          .map(JournalFile.Transaction::at)
          .filter(backup().snapshotAt()::isBefore)
          .orElseGet(backup()::snapshotAt);
    }
  }
}
