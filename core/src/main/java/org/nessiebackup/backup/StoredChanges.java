package org.nessiebackup.backup;

import java.util.Optional;
import org.nessiebackup.BackupId;
import org.nessiebackup.segment.KeySet;
import org.nessiebackup.segment.RowDigest;

/**
 * The rows of a table that an incremental backup has stored.
 *
 * @param all how many rows the whole table has
 * @param keys the keys of those that were stored
 * @param digest their digest
 * @param dictionary the backup whose dictionary they are compressed with
 */
record StoredChanges(long all, KeySet keys, RowDigest digest, Optional<BackupId> dictionary) {
  /** How many rows were not stored, because the parent has them just so. */
  long unchanged() {
    return all - keys.size();
  }
}
