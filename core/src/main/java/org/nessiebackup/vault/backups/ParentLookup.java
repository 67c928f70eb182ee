package org.nessiebackup.vault.backups;

import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.Manifest;

/** What was found where an incremental backup says that its parent is. */
public sealed interface ParentLookup {
  /** The very backup that it was made for. */
  record Found(Manifest parent) implements ParentLookup {}

  /** No backup. */
  record Missing(String message) implements ParentLookup {}

  /** Another one, or one that cannot be read. */
  record Changed(String message, Optional<BackupException> cause) implements ParentLookup {}

  /**
   * A backup as it is stored now, and the checksum that its first manifest has of itself, which
   * stays the same when its objects are stored again for other recipients.
   */
  record Identified(Manifest manifest, String sha256) {}

  /** Finds the parent of an incremental backup. */
  static ParentLookup of(Backups backups, Manifest child) {
    BackupId id = child.parent().orElseThrow();
    try {
      Identified parent = backups.identified(id);
      return child.parentSha256().equals(Optional.of(parent.sha256()))
          ? new Found(parent.manifest())
          : new Changed(
              "its parent \"%s\" is another one than it was made for".formatted(id),
              Optional.empty());
    } catch (BackupException e) {
      if (e.failure().isOfOneManifest()) {
        return new Changed(
            "its parent \"%s\" cannot be read: %s".formatted(id, e.getMessage()), Optional.of(e));
      }
      if (e.failure() == Failure.BACKUP_NOT_FOUND) {
        return new Missing("its parent \"%s\" is missing".formatted(id));
      }
      throw e;
    }
  }
}
