package org.nessiebackup.vault;

import java.io.IOException;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Cancellation;
import org.nessiebackup.EpochId;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.Documents;
import org.nessiebackup.manifest.JournalFile;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.StoredObject;
import org.nessiebackup.vault.journal.JournalFiles;
import org.nessiebackup.vault.journal.Journals;
import org.nessiebackup.vault.object.Layout;
import org.nessiebackup.vault.object.SmallObjects;
import org.nessiebackup.vault.object.StoreErrors;

/** Brings the files of an epoch of the journal to where its document is. */
record JournalCopy(Journals source, ObjectStore target, Cancellation stop) {
  /**
   * Copies those that are missing.
   *
   * @throws BackupException {@link Failure#DAMAGED} if one does not follow on the one before; those
   *     before it are there then
   */
  CopiedDocuments run(EpochId epoch) {
    try {
      JournalFiles files = source.files(epoch);
      long first =
          ChainCopy.firstMissing(
              target.list(Layout.journal(epoch)).stream()
                  .map(StoredObject::name)
                  .flatMapToLong(name -> Layout.numberOfJournalFile(name).stream()));
      String before = first == 1 ? files.epoch().sha256() : checksum(epoch, first - 1);
      ChainCopy copy = new ChainCopy(target, stop, Optional.of(before));
      files.documents(
          first,
          each -> copy.put(each.name(), each.bytes(), Optional.of(each.before()), each.sha256()));
      return copy.copied();
    } catch (IOException e) {
      throw StoreErrors.translate(
          e, "cannot copy epoch \"%s\" of the journal".formatted(epoch), target);
    }
  }

  private String checksum(EpochId epoch, long number) throws IOException {
    String name = Layout.journalFile(epoch, number);
    return Documents.read(SmallObjects.read(target, name), name, JournalFile.class)
        .envelope()
        .sha256();
  }
}
