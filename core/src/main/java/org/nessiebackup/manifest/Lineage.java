package org.nessiebackup.manifest;

import java.util.Optional;
import org.nessiebackup.BackupId;

/**
 * What a backup builds on.
 *
 * @param type how much of the catalog it stores
 * @param parent the backup this one builds on; absent for full ones
 * @param parentSha256 the checksum that the parent's first manifest has of itself, so that nobody
 *     can put another in its place; absent for full ones
 */
public record Lineage(BackupType type, Optional<BackupId> parent, Optional<String> parentSha256) {
  /** That of a full backup. */
  public static final Lineage FULL =
      new Lineage(BackupType.FULL, Optional.empty(), Optional.empty());

  /** Refuses a parent of a full backup, and an incremental one without. */
  public Lineage {
    boolean builds = type == BackupType.INCREMENTAL;
    if (parent.isPresent() != builds || parentSha256.isPresent() != builds) {
      throw new IllegalArgumentException("a backup of this type has no such parent");
    }
  }

  /** That of an incremental backup. */
  public static Lineage after(BackupId parent, String parentSha256) {
    return new Lineage(BackupType.INCREMENTAL, Optional.of(parent), Optional.of(parentSha256));
  }
}
