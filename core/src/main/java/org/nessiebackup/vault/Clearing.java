package org.nessiebackup.vault;

import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.nessiebackup.BackupId;
import org.nessiebackup.manifest.Documents;
import org.nessiebackup.manifest.VoidBackup;
import org.nessiebackup.store.ObjectExistsException;
import org.nessiebackup.store.ObjectLockedException;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.StoredObject;
import org.nessiebackup.store.UnfinishedUpload;

/**
 * Removes from a vault, in an order in which a crash at any moment leaves no listed backup broken.
 * The lease, which excludes every writer, is looked at right before a backup goes: a process that
 * was paused must not go on, since others may have built on that backup meanwhile.
 */
public final class Clearing {
  private final ObjectStore store;
  private final VaultLease lease;

  Clearing(ObjectStore store, VaultLease lease) {
    this.store = store;
    this.lease = lease;
  }

  /**
   * Removes a backup: its manifest first, with which it is gone; then manifests of later revisions,
   * then the rest. If the store keeps the manifest, all of it stays.
   */
  public Cleared backup(BackupId id) {
    try {
      List<StoredObject> objects =
          store.list(Layout.folder(id)).stream().sorted(manifestsFirst(id)).toList();
      Cleared cleared = Cleared.NOTHING;
      lease.check();
      for (StoredObject object : objects) {
        cleared = cleared.plus(delete(object));
        if (cleared.locked().contains(Layout.manifest(id))) {
          return cleared;
        }
      }
      return cleared;
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot remove backup \"" + id + "\"", store);
    }
  }

  private static Comparator<StoredObject> manifestsFirst(BackupId id) {
    return Comparator.comparing((StoredObject object) -> !object.name().equals(Layout.manifest(id)))
        .thenComparing(object -> !Layout.isManifest(object.name()))
        .thenComparing(StoredObject::name);
  }

  /**
   * Removes what a writer has left that was stopped before its commit. A void document takes the
   * place of the manifest first: should the writer only have been paused, its commit will fail
   * instead of listing a backup whose segments are gone.
   *
   * <p>If there is a manifest now, the writer was quicker, and nothing is removed.
   */
  public Cleared unfinished(BackupId id, Instant now, String tool) {
    try {
      SmallObjects.put(store, Layout.manifest(id), Documents.write(VoidBackup.of(id, now, tool)));
    } catch (ObjectExistsException finished) {
      return Cleared.NOTHING;
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot make \"" + id + "\" void", store);
    }
    return besideVoid(id);
  }

  /** Removes what lies beside a void document. */
  public Cleared besideVoid(BackupId id) {
    try {
      Cleared cleared = Cleared.NOTHING;
      for (StoredObject object : store.list(Layout.folder(id))) {
        if (!object.name().equals(Layout.manifest(id))) {
          cleared = cleared.plus(delete(object));
        }
      }
      return cleared;
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot clear \"" + id + "\"", store);
    }
  }

  /** Removes a void document, when no writer can come back any more. */
  public Cleared voidOf(BackupId id) {
    return object(Layout.manifest(id));
  }

  /** Removes one object. */
  public Cleared object(String name) {
    try {
      Cleared cleared = Cleared.NOTHING;
      for (StoredObject object : store.list(name)) {
        if (object.name().equals(name)) {
          cleared = cleared.plus(delete(object));
        }
      }
      return cleared;
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot remove \"" + name + "\"", store);
    }
  }

  /** Removes what an upload that nobody ended has left. */
  public Cleared upload(UnfinishedUpload upload) {
    try {
      store.discard(upload);
      return new Cleared(1, 0, List.of());
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot discard an upload of " + upload.name(), store);
    }
  }

  private Cleared delete(StoredObject object) throws IOException {
    try {
      store.delete(object.name(), Layout.lifetime(object.name()));
      return new Cleared(1, object.size(), List.of());
    } catch (ObjectLockedException e) {
      return new Cleared(0, 0, List.of(object.name()));
    }
  }
}
