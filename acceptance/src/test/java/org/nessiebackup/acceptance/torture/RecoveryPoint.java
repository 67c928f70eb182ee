package org.nessiebackup.acceptance.torture;

import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.Source;

/**
 * A moment that can be restored.
 *
 * @param id the backup
 * @param epoch which of the catalogs it is of
 * @param snapshot what it has seen
 */
record RecoveryPoint(String id, int epoch, String snapshot) {
  static RecoveryPoint of(Manifest backup, int epoch) {
    if (!(backup.source() instanceof Source.Server server)) {
      throw new IllegalArgumentException("a dump has no snapshot");
    }
    return new RecoveryPoint(backup.id().value(), epoch, server.snapshot());
  }
}
