package org.nessiebackup.vault.backups;

import java.util.Optional;
import org.nessiebackup.manifest.Manifest;

/**
 * What there is when another backup begins.
 *
 * @param identified the newest backup of a server that can be read
 * @param names the names of all
 */
public record NewestBackup(Optional<ParentLookup.Identified> identified, BackupNames names) {
  /** What it says. */
  public Optional<Manifest> manifest() {
    return identified.map(ParentLookup.Identified::manifest);
  }
}
