package org.nessiebackup.vault;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Failure;
import org.nessiebackup.crypto.Decryption;
import org.nessiebackup.crypto.Encryption;
import org.nessiebackup.crypto.HeaderRewrap;
import org.nessiebackup.manifest.BackupObject;
import org.nessiebackup.manifest.Documents;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.StoredObject;
import org.nessiebackup.vault.access.VaultKeys;
import org.nessiebackup.vault.object.Layout;

/**
 * A backup whose objects are being stored again, under headers for the current recipients. Payloads
 * stay byte for byte what they are, so nothing has to be decrypted. Until its commit, and if that
 * never comes, the backup is read from the objects it has.
 */
public final class PendingRevision implements AutoCloseable {
  private final ObjectStore store;
  private final Documents.Enveloped<Manifest> before;
  private final BackupWriter writer;
  private final VaultKeys keys;
  private final int prefix;

  PendingRevision(
      ObjectStore store, Documents.Enveloped<Manifest> before, VaultKeys keys, Runnable guard)
      throws IOException {
    this.store = store;
    this.before = before;
    this.keys = keys;
    BackupId id = before().id();
    int revision = before().revision() + 1;
    this.writer =
        new BackupWriter(
            store, id, Layout.revision(id, revision), guard, BackupWriter.OnTombstone.REFUSE);
    this.prefix = freePrefix(store, id, revision);
  }

  /** Whoever was stopped at this work has left objects, which a store may be unable to remove. */
  private static int freePrefix(ObjectStore store, BackupId id, int revision) throws IOException {
    List<String> names = store.list(Layout.folder(id)).stream().map(StoredObject::name).toList();
    return IntStream.iterate(revision, each -> each + 1)
        .filter(
            prefix ->
                names.stream()
                    .noneMatch(
                        each -> each.startsWith(Layout.folder(id) + Layout.revisedPrefix(prefix))))
        .findFirst()
        .orElseThrow();
  }

  /** What the backup is now. */
  public Manifest before() {
    return before.content();
  }

  /**
   * Stores an object that the backup has under a new header.
   *
   * @throws BackupException {@link Failure#DAMAGED} if it is not what the manifest says
   */
  public void rewrap(BackupObject object, Cancellation stop) throws IOException {
    Decryption.Age old = age(keys.decryption(before(), object));
    Encryption.Age current = age(keys.encryption(object));
    writer.convert(
        new ObjectCopy(store, before().id(), object, stop),
        Layout.revised(object.object(), prefix),
        (stored, target) -> HeaderRewrap.rewrap(stored, old, current, target));
  }

  private static Decryption.Age age(Decryption decryption) {
    return switch (decryption) {
      case Decryption.Age age -> age;
      case Decryption.None none -> throw plain();
    };
  }

  private static Encryption.Age age(Encryption encryption) {
    return switch (encryption) {
      case Encryption.Age age -> age;
      case Encryption.None none -> throw plain();
    };
  }

  private static BackupException plain() {
    return Failure.DAMAGED.exception(
        "the vault says that it is not encrypted, but this backup is",
        "Bring \"vault.json\" back from a copy of the vault.");
  }

  /**
   * Makes the new objects those of the backup.
   *
   * @param tool name and version of this program
   * @throws IllegalArgumentException if not all of its objects were stored
   */
  public Manifest commit(String tool) throws IOException {
    Manifest next =
        before()
            .revised(
                tool,
                keys.settings().current().number(),
                before.envelope().sha256(),
                writer.converted(before().tables()));
    writer.commit(next, keys.signer());
    return next;
  }

  /** Removes the new objects if they were not committed. */
  @Override
  public void close() throws IOException {
    writer.close();
  }
}
