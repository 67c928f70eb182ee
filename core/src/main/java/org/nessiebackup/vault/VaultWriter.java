package org.nessiebackup.vault;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.nessiebackup.BackupId;
import org.nessiebackup.manifest.BackupObject;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.store.AccessRefusedException;
import org.nessiebackup.store.ObjectLockedException;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.StoredObject;
import org.nessiebackup.vault.object.Layout;
import org.nessiebackup.vault.object.StoreErrors;

/** Writes backups into a vault. Nothing of one is visible before its commit. */
public final class VaultWriter {
  private final Vault vault;
  private final ObjectStore store;
  private final Runnable guard;

  /** Writes as long as the guard does not throw, which runs right before something is visible. */
  VaultWriter(Vault vault, Runnable guard) {
    this.vault = vault;
    this.store = vault.store();
    this.guard = guard;
  }

  /** Begins a backup. */
  public PendingBackup begin(BackupId id) {
    BackupWriter writer =
        new BackupWriter(store, id, Layout.manifest(id), guard, BackupWriter.OnTombstone.REFUSE);
    return new PendingBackup(writer, vault.keys().signer(), vault.encrypted());
  }

  /**
   * Begins to store a backup's objects for other recipients; it stays as it is before the commit.
   */
  public PendingRevision revise(BackupId id) {
    try {
      return new PendingRevision(store, vault.backups().current(id), vault.keys(), guard);
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot read backup \"" + id + "\"", store);
    }
  }

  /**
   * Begins to store a backup of another vault in this one.
   *
   * @param parentSha256 the checksum of the parent's first manifest in this vault; absent for a
   *     full backup
   */
  public ReencryptingCopy copyFrom(Vault from, Manifest original, Optional<String> parentSha256) {
    try {
      return new ReencryptingCopy(from, original, vault, parentSha256, guard);
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot begin a copy of \"" + original.id() + "\"", store);
    }
  }

  /**
   * Removes the encrypted objects in a backup's folder that its manifest does not name: those of
   * former revisions, and of revisions that were never finished.
   *
   * @return the objects that the store does not let go yet
   */
  public List<String> removeSuperseded(Manifest manifest) {
    Set<String> named =
        manifest.parts().map(BackupObject::object).collect(Collectors.toUnmodifiableSet());
    String folder = Layout.folder(manifest.id());
    List<String> kept = new ArrayList<>();
    try {
      for (StoredObject object : store.list(folder)) {
        String name = object.name().substring(folder.length());
        if (Layout.isEncrypted(name) && !named.contains(name)) {
          try {
            store.delete(object.name());
          } catch (ObjectLockedException | AccessRefusedException e) {
            kept.add(object.name());
          }
        }
      }
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot remove former objects", store);
    }
    return List.copyOf(kept);
  }
}
