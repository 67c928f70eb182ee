package org.nessiebackup.vault.journal;

import org.nessiebackup.BackupException;

/** What came of reading a file. */
sealed interface FileOutcome {
  /** It can be used. */
  record Usable(StoredFile file) implements FileOutcome {}

  /** It cannot, for a reason of its own. */
  record Unusable(BackupException reason) implements FileOutcome {}
}
