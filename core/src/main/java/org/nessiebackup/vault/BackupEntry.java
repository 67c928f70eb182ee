package org.nessiebackup.vault;

import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.manifest.Manifest;

/** A line of a vault's list. */
public sealed interface BackupEntry {
  /** The backup's name. */
  BackupId id();

  /** A backup whose manifest can be read. */
  record Listed(Manifest manifest) implements BackupEntry {
    @Override
    public BackupId id() {
      return manifest.id();
    }
  }

  /** A backup whose manifest is damaged or too new; the others are listed all the same. */
  record Unreadable(BackupId id, BackupException reason) implements BackupEntry {}
}
