package org.nessiebackup.vault;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.nessiebackup.BackupException;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.Documents;
import org.nessiebackup.manifest.Tip;
import org.nessiebackup.store.ObjectExistsException;
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
  private static final class Progress {
    private Optional<String> before;
    private long count;
    private long bytes;

    private Progress(Optional<String> before) {
      this.before = before;
    }
  }

  /**
   * Copies those that are missing.
   *
   * @throws BackupException {@link Failure#DAMAGED} if one does not follow on the one before; those
   *     before it are there then
   */
  CopiedTips run(ParentLookup.Identified base) {
    try {
      long first = firstMissing(base);
      Progress progress = new Progress(checksum(base, first - 1));
      source.documents(base, first, document -> put(document, progress));
      return new CopiedTips(progress.count, progress.bytes);
    } catch (IOException e) {
      throw StoreErrors.translate(
          e, "cannot copy the tips of \"" + base.manifest().id() + "\"", target);
    }
  }

  private long firstMissing(ParentLookup.Identified base) throws IOException {
    Set<Long> there =
        target.list(Layout.tips(base.manifest().id())).stream()
            .map(StoredObject::name)
            .flatMapToLong(name -> Layout.numberOfTip(name).stream())
            .boxed()
            .collect(Collectors.toUnmodifiableSet());
    long number = 1;
    while (there.contains(number)) {
      number++;
    }
    return number;
  }

  private Optional<String> checksum(ParentLookup.Identified base, long number) throws IOException {
    if (number == 0) {
      return Optional.empty();
    }
    String name = Layout.tip(base.manifest().id(), number);
    return Optional.of(
        Documents.read(SmallObjects.read(target, name), name, Tip.class).envelope().sha256());
  }

  private void put(Tips.Document document, Progress progress) throws IOException {
    stop.check();
    if (!document.before().equals(progress.before)) {
      throw Failure.DAMAGED.exception(
          "\"%s\" does not follow on the tip that is before it in the copy \"%s\""
              .formatted(document.name(), target.location()),
          "`verify` shows in which of the two vaults tips are missing or others.");
    }
    try {
      SmallObjects.put(target, document.name(), document.bytes());
      progress.count++;
      progress.bytes += document.bytes().length;
    } catch (ObjectExistsException e) {
      if (!Arrays.equals(SmallObjects.read(target, document.name()), document.bytes())) {
        throw e;
      }
    }
    progress.before = Optional.of(document.sha256());
  }
}
