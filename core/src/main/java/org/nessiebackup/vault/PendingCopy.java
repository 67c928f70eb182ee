package org.nessiebackup.vault;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.nessiebackup.BackupException;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Failure;
import org.nessiebackup.crypto.Decryption;
import org.nessiebackup.crypto.Encryption;
import org.nessiebackup.manifest.Documents;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.StoredPart;
import org.nessiebackup.manifest.VoidBackup;
import org.nessiebackup.store.ObjectExistsException;
import org.nessiebackup.store.ObjectLockedException;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.StoredObject;

/**
 * A backup on its way into a vault with other keys. What was stored stays when the copy fails, and
 * is removed by the next one: nobody at hand could read it to see whether it is right. The next one
 * gives other names, so whoever was paused while removing does not remove what is new.
 */
public final class PendingCopy {
  private final Vault source;
  private final Manifest original;
  private final Vault target;
  private final VaultLease lease;
  private final int attempt;
  private final Map<String, StoredPart> stored = new ConcurrentHashMap<>();

  private PendingCopy(
      Vault source, Manifest original, Vault target, VaultLease lease, int attempt) {
    this.source = source;
    this.original = original;
    this.target = target;
    this.lease = lease;
    this.attempt = attempt;
  }

  /** Removes what an earlier copy has left of a backup that does not exist. */
  static PendingCopy begin(Vault source, Manifest original, Vault target, VaultLease lease)
      throws IOException {
    ObjectStore store = target.store();
    String folder = Layout.folder(original.id());
    List<String> left = new ArrayList<>();
    for (StoredObject object : store.list(folder)) {
      if (!Layout.isManifest(object.name())) {
        left.add(object.name().substring(folder.length()));
      }
    }
    int attempt = left.stream().mapToInt(Layout::revisionOf).map(last -> last + 1).max().orElse(0);
    if (!left.isEmpty() && isListed(store, original)) {
      throw new BackupException(
          Failure.LOCKED,
          "backup \"%s\" has come into vault \"%s\" meanwhile"
              .formatted(original.id(), store.location()),
          "Run the command again.");
    }
    for (String object : left) {
      lease.check();
      try {
        store.delete(folder + object);
      } catch (ObjectLockedException kept) {
        // It stays as rubbish; what follows gets other names.
      }
    }
    return new PendingCopy(source, original, target, lease, attempt);
  }

  private static boolean isListed(ObjectStore store, Manifest original) throws IOException {
    String name = Layout.manifest(original.id());
    return store.list(name).stream().anyMatch(object -> object.name().equals(name))
        && !isVoid(store, name);
  }

  /**
   * Stores an object with rows for the recipients of the target; several threads may do so.
   *
   * @return how many bytes were written
   * @throws BackupException {@link Failure#DAMAGED} if it is not what the manifest says
   */
  public long copyRows(StoredPart part, Cancellation stop) {
    return copy(part, source.decoding(original).decryption(), target.encoding().encryption(), stop);
  }

  /** The same for an object with hashes of keys, which the target's host can read besides. */
  public long copyKeys(StoredPart part, Cancellation stop) {
    return copy(part, source.listDecryption(original), target.listEncryption(), stop);
  }

  private long copy(
      StoredPart part, Decryption decryption, Encryption encryption, Cancellation stop) {
    String plain = Layout.copied(part.object(), target.encryption().equals(Manifest.AGE));
    String object = attempt == 0 ? plain : Layout.revised(plain, attempt);
    String name = Layout.folder(original.id()) + object;
    ReencryptedCopy.Result result =
        new ReencryptedCopy(source, original, part, stop)
            .run(decryption, encryption, target.store(), name);
    stored.put(part.object(), new StoredPart(object, result.bytes(), result.sha256()));
    return result.bytes();
  }

  /**
   * Makes the backup exist in the target.
   *
   * @param parentSha256 the checksum of the parent's first manifest in the target; absent for a
   *     full backup
   * @throws IllegalArgumentException if not all of its objects were copied
   * @throws BackupException {@link Failure#LOCKED} if the lease was lost
   */
  public void commit(Optional<String> parentSha256) {
    Set<String> named = new HashSet<>();
    original.parts().forEach(part -> named.add(part.object()));
    if (!named.equals(stored.keySet())) {
      throw new IllegalArgumentException("not all of \"" + original.id() + "\" was copied");
    }
    Manifest manifest = manifest(parentSha256);
    String name = Layout.manifest(original.id());
    byte[] document = Documents.write(manifest, target.signer());
    if (!Documents.read(document, name, Manifest.class).content().equals(manifest)) {
      throw new IllegalArgumentException("the manifest of a copy cannot be written down");
    }
    lease.check();
    try {
      publish(name, document);
    } catch (IOException e) {
      throw StoreErrors.translate(
          e, "cannot publish the copy of \"" + original.id() + "\"", target.store());
    }
  }

  private Manifest manifest(Optional<String> parentSha256) {
    return new Manifest(
        original.id(),
        target.description().id(),
        original.tool(),
        original.type(),
        original.parent(),
        parentSha256,
        original.started(),
        original.snapshotAt(),
        original.finished(),
        target.encryption(),
        target.settings().number(),
        original.tags(),
        0,
        Optional.empty(),
        original.source(),
        original.tables().stream().map(table -> table.storedAs(stored::get)).toList());
  }

  private void publish(String name, byte[] document) throws IOException {
    try {
      SmallObjects.put(target.store(), name, document);
    } catch (ObjectExistsException e) {
      if (!isVoid(target.store(), name)) {
        throw e;
      }
      // An earlier copy was given up and cleared; all objects of this one are there.
      target.store().delete(name);
      SmallObjects.put(target.store(), name, document);
    }
  }

  private static boolean isVoid(ObjectStore store, String name) throws IOException {
    try {
      Documents.read(SmallObjects.read(store, name), name, VoidBackup.class);
      return true;
    } catch (BackupException manifest) {
      return false;
    }
  }
}
