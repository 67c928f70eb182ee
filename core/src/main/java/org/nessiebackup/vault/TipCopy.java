package org.nessiebackup.vault;

import java.io.IOException;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.Documents;
import org.nessiebackup.manifest.Tip;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.StoredObject;
import org.nessiebackup.vault.backups.ParentLookup;
import org.nessiebackup.vault.object.Layout;
import org.nessiebackup.vault.object.SmallObjects;
import org.nessiebackup.vault.object.StoreErrors;
import org.nessiebackup.vault.tip.Tips;

/**
 * Brings the tips of a backup to where the same backup is, byte for byte and in their order: what a
 * kill leaves is a beginning, with which the next copy goes on.
 */
record TipCopy(Tips source, ObjectStore target, Cancellation stop) {
  /**
   * Copies those that are missing.
   *
   * @throws BackupException {@link Failure#DAMAGED} if one does not follow on the one before; those
   *     before it are there then
   */
  CopiedDocuments run(ParentLookup.Identified base) {
    try {
      long first = firstMissing(base);
      ChainCopy copy = new ChainCopy(target, stop, checksum(base, first - 1));
      source.documents(
          base, first, each -> copy.put(each.name(), each.bytes(), each.before(), each.sha256()));
      return copy.copied();
    } catch (IOException e) {
      throw StoreErrors.translate(
          e, "cannot copy the tips of \"" + base.manifest().id() + "\"", target);
    }
  }

  private long firstMissing(ParentLookup.Identified base) throws IOException {
    return ChainCopy.firstMissing(
        target.list(Layout.tips(base.manifest().id())).stream()
            .map(StoredObject::name)
            .flatMapToLong(name -> Layout.numberOfTip(name).stream()));
  }

  private Optional<String> checksum(ParentLookup.Identified base, long number) throws IOException {
    if (number == 0) {
      return Optional.empty();
    }
    String name = Layout.tip(base.manifest().id(), number);
    return Optional.of(
        Documents.read(SmallObjects.read(target, name), name, Tip.class).envelope().sha256());
  }
}
