package org.nessiebackup.vault.journal;

import org.nessiebackup.BackupException;
import org.nessiebackup.EpochId;
import org.nessiebackup.manifest.JournalEpoch;

/** An epoch of which there is a document, or files. */
public sealed interface StoredEpoch {
  /** Its name. */
  EpochId id();

  /**
   * One that can be used: its document was checked, and who may sign has signed it.
   *
   * @param document how it begins
   * @param sha256 the checksum that the document has of itself
   */
  record Usable(JournalEpoch document, String sha256) implements StoredEpoch {
    @Override
    public EpochId id() {
      return document.epoch();
    }
  }

  /**
   * One that cannot be used, as its document says, or as there is none.
   *
   * @param id its name
   * @param reason why
   */
  record Unusable(EpochId id, BackupException reason) implements StoredEpoch {}
}
