package org.nessiebackup.vault.point;

import java.time.Instant;
import java.util.List;
import org.nessiebackup.PointId;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.vault.backups.BackupChain;
import org.nessiebackup.vault.tip.TipEpoch;

/** A moment that can be restored. */
public sealed interface RecoveryPoint {
  /** The backup, or the base of the tip, and those that it builds on. */
  BackupChain chain();

  /** Its name. */
  PointId id();

  /** The moment whose state it holds, by the clock of its server. */
  Instant at();

  /** The backup, or the base of the tip. */
  default Manifest backup() {
    return chain().newest();
  }

  /** What a point of this name does not bring back, for people; nothing if it is a backup. */
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
}
