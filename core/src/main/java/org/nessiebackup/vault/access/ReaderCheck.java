package org.nessiebackup.vault.access;

import java.io.IOException;
import java.io.InputStream;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.Failure;
import org.nessiebackup.crypto.Decryption;
import org.nessiebackup.crypto.DecryptionException;
import org.nessiebackup.manifest.SegmentEntry;
import org.nessiebackup.segment.SegmentReader;
import org.nessiebackup.segment.SegmentSummary;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.vault.object.Layout;

/** Checks from the header of a segment whether keys open it. */
record ReaderCheck(ObjectStore store, BackupId backup, SegmentEntry segment) {
  /**
   * Whether the keys open it.
   *
   * @throws BackupException {@link Failure#DAMAGED} if the segment is not what was written: a
   *     header that was changed looks like one for somebody else, so the checksum decides
   */
  boolean opens(Decryption decryption) throws IOException {
    try (InputStream stored = open()) {
      if (decryption.opens(stored)) {
        return true;
      }
    } catch (DecryptionException e) {
      compare(e);
      throw e;
    }
    compare(null);
    return false;
  }

  private void compare(DecryptionException cause) throws IOException {
    try (InputStream stored = open()) {
      SegmentSummary found = SegmentReader.readStored(stored);
      if (!found.sha256().equals(segment.sha256())) {
        throw Failure.DAMAGED.exception(
            "backup \"%s\" is damaged: segment \"%s\" is not what was written"
                .formatted(backup, segment.object()),
            "`verify --all` shows which backups are whole.",
            cause);
      }
    }
  }

  private InputStream open() throws IOException {
    return store.open(Layout.folder(backup) + segment.object());
  }
}
