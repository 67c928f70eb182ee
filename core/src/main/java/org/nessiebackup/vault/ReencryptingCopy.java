package org.nessiebackup.vault;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Failure;
import org.nessiebackup.crypto.Decryption;
import org.nessiebackup.crypto.Encryption;
import org.nessiebackup.manifest.BackupObject;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.store.ObjectLockedException;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.StoredObject;
import org.nessiebackup.vault.object.Layout;
import org.nessiebackup.vault.object.SmallObjects;
import org.nessiebackup.vault.object.StoreErrors;

/**
 * A copy for a vault with other keys. What was stored is removed by the next copy: nobody at hand
 * could read it to see whether it is right. The next one gives other names, so whoever was paused
 * while removing does not remove what is new.
 */
public final class ReencryptingCopy implements BackupCopy {
  private final Vault source;
  private final Manifest original;
  private final Vault target;
  private final Optional<String> parentSha256;
  private final int attempt;
  private final BackupWriter writer;

  /** Removes what an earlier copy has left of a backup that does not exist. */
  ReencryptingCopy(
      Vault source, Manifest original, Vault target, Optional<String> parentSha256, Runnable guard)
      throws IOException {
    this.source = source;
    this.original = original;
    this.target = target;
    this.parentSha256 = parentSha256;
    String manifest = Layout.manifest(original.id());
    List<String> left = left();
    this.attempt = left.stream().mapToInt(Layout::revisionOf).map(last -> last + 1).max().orElse(0);
    if (!left.isEmpty() && isListed(target.store(), manifest)) {
      throw Failure.LOCKED.exception(
          "backup \"%s\" has come into vault \"%s\" meanwhile"
              .formatted(original.id(), target.location()),
          "Run the command again.");
    }
    remove(left, guard);
    this.writer =
        new BackupWriter(
            target.store(), original.id(), manifest, guard, BackupWriter.OnTombstone.REPLACE);
  }

  /** Objects by their names inside the backup's folder. */
  private List<String> left() throws IOException {
    String folder = Layout.folder(original.id());
    return target.store().list(folder).stream()
        .map(StoredObject::name)
        .filter(name -> !Layout.isManifest(name))
        .map(name -> name.substring(folder.length()))
        .toList();
  }

  private void remove(List<String> left, Runnable guard) throws IOException {
    for (String object : left) {
      guard.run();
      try {
        target.store().delete(Layout.folder(original.id()) + object);
      } catch (ObjectLockedException kept) {
        // It stays as garbage; what follows gets other names.
      }
    }
  }

  private static boolean isListed(ObjectStore store, String manifest) throws IOException {
    return SmallObjects.exists(store, manifest)
        && !SmallObjects.isTombstone(SmallObjects.read(store, manifest), manifest);
  }

  /** What is inside passes as a stream, byte for byte. */
  @Override
  public long copy(BackupObject object, Cancellation stop) {
    Decryption decryption = source.keys().decryption(original, object);
    Encryption encryption = target.keys().encryption(object);
    String plain = Layout.copied(object.object(), target.encrypted());
    String name = attempt == 0 ? plain : Layout.revised(plain, attempt);
    try {
      return writer.convert(
          new ObjectCopy(source.store(), original.id(), object, stop),
          name,
          (stored, out) -> pass(stored, decryption, encryption, out));
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot store \"" + name + "\"", target.store());
    }
  }

  /** Closing the encrypted stream ends it, which must not happen to one that was cut off. */
  private static void pass(
      InputStream stored, Decryption decryption, Encryption encryption, OutputStream target)
      throws IOException {
    OutputStream encrypted = encryption.encrypt(target);
    try (InputStream plain = decryption.decrypt(stored)) {
      plain.transferTo(encrypted);
    }
    encrypted.close();
  }

  @Override
  public void commit() {
    try {
      Manifest manifest =
          original.copied(
              target.description().id(),
              target.protection(),
              parentSha256,
              writer.converted(original.tables()));
      writer.commit(manifest, target.keys().signer());
    } catch (IOException e) {
      throw StoreErrors.translate(
          e, "cannot publish the copy of \"" + original.id() + "\"", target.store());
    }
  }
}
