package org.nessiebackup.vault;

import org.nessiebackup.BackupException;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.BackupObject;

/** A backup on its way into another vault; what was copied stays when the copy fails. */
public sealed interface BackupCopy permits MirrorCopy, ReencryptingCopy {
  /**
   * Copies an object and compares it with its checksum on the way; several threads may do so.
   *
   * @return how many bytes were written; 0 if it was there
   * @throws BackupException {@link Failure#DAMAGED} if it is not what the manifest says
   */
  long copy(BackupObject object, Cancellation stop);

  /**
   * Makes the backup exist in the other vault.
   *
   * @throws IllegalArgumentException if not all of its objects were copied
   * @throws BackupException {@link Failure#LOCKED} if the lease was lost
   */
  void commit();
}
