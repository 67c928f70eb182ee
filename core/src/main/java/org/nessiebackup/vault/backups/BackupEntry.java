package org.nessiebackup.vault.backups;

import java.io.IOException;
import java.util.List;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.Manifest;

/** A line of a vault's list. */
public sealed interface BackupEntry {
  /** The backup's name. */
  BackupId id();

  /** Those that can be read. */
  static List<Listed> readable(List<BackupEntry> entries) {
    return entries.stream().filter(Listed.class::isInstance).map(Listed.class::cast).toList();
  }

  /**
   * A backup whose manifest can be read.
   *
   * @param manifest what it contains
   * @param time when it was taken
   */
  record Listed(Manifest manifest, BackupTime time) implements BackupEntry {
    @Override
    public BackupId id() {
      return manifest.id();
    }
  }

  /**
   * A backup whose manifest is damaged or too new, or may not be read; the others are listed all
   * the same.
   */
  record Unreadable(BackupId id, BackupException reason) implements BackupEntry {
    /**
     * Whether somebody else can perhaps restore it, or we on another day: nothing of it was seen
     * that is wrong, it could only not be read, or not understood by this program.
     */
    public boolean mayBeWhole() {
      return reason.failure() != Failure.DAMAGED || reason.getCause() instanceof IOException;
    }
  }
}
