package org.nessiebackup.vault;

import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.nessiebackup.BackupId;
import org.nessiebackup.EpochId;
import org.nessiebackup.manifest.Documents;
import org.nessiebackup.manifest.Tombstone;
import org.nessiebackup.store.ObjectExistsException;
import org.nessiebackup.store.ObjectLockedException;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.StoredObject;
import org.nessiebackup.store.UnfinishedUpload;
import org.nessiebackup.vault.lease.VaultLease;
import org.nessiebackup.vault.object.Layout;
import org.nessiebackup.vault.object.SmallObjects;
import org.nessiebackup.vault.object.StoreErrors;

/**
 * Removes from a vault, in an order in which a crash at any moment leaves no listed backup broken.
 * The lease, which excludes every writer, is checked right before a backup goes: a process that was
 * paused must not go on, since others may have built on that backup meanwhile.
 */
public final class Deletion {
  private final ObjectStore store;
  private final VaultLease lease;

  Deletion(ObjectStore store, VaultLease lease) {
    this.store = store;
    this.lease = lease;
  }

  /**
   * Removes a backup: its manifest first, with which it is gone; then manifests of later revisions,
   * then the rest. If the store keeps the manifest, all of it stays.
   */
  public DeletionResult backup(BackupId id) {
    try {
      List<StoredObject> objects =
          store.list(Layout.folder(id)).stream().sorted(manifestsFirst(id)).toList();
      DeletionResult deleted = DeletionResult.NOTHING;
      lease.check();
      for (StoredObject object : objects) {
        deleted = deleted.plus(delete(object));
        if (deleted.locked().contains(Layout.manifest(id))) {
          return deleted;
        }
      }
      return deleted;
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
   * Removes what a writer has left that was stopped before its commit. A tombstone takes the place
   * of the manifest first: should the writer only have been paused, its commit will fail instead of
   * listing a backup whose segments are gone.
   *
   * <p>If there is a manifest now, the writer was quicker, and nothing is removed.
   */
  public DeletionResult unfinished(BackupId id, Instant now, String tool) {
    try {
      SmallObjects.put(store, Layout.manifest(id), Documents.write(Tombstone.of(id, now, tool)));
    } catch (ObjectExistsException finished) {
      return DeletionResult.NOTHING;
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot make \"" + id + "\" void", store);
    }
    return besideTombstone(id);
  }

  /** Removes what lies beside a tombstone. */
  public DeletionResult besideTombstone(BackupId id) {
    String tombstone = Layout.manifest(id);
    return all(Layout.folder(id), name -> !name.equals(tombstone), "cannot clear \"" + id + "\"");
  }

  /** Removes a tombstone, when no writer can come back any more. */
  public DeletionResult tombstone(BackupId id) {
    return object(Layout.manifest(id));
  }

  /**
   * Removes the tips of a backup, the last one first: what a kill or the store leaves is a
   * beginning, which is of use.
   */
  public DeletionResult tips(BackupId base) {
    return lastFirst(Layout.tips(base), "cannot remove the tips of \"" + base + "\"");
  }

  /** Removes an epoch of the journal in the same way, and its document after all files. */
  public DeletionResult journal(EpochId epoch) {
    DeletionResult files =
        lastFirst(Layout.journal(epoch), "cannot remove epoch \"" + epoch + "\" of the journal");
    if (!files.locked().isEmpty()) {
      return files;
    }
    DeletionResult marks =
        lastFirst(Layout.marked(epoch), "cannot remove marks of epoch \"" + epoch + "\"");
    return files.plus(marks.locked().isEmpty() ? marks.plus(object(Layout.epoch(epoch))) : marks);
  }

  private DeletionResult lastFirst(String folder, String what) {
    try {
      DeletionResult deleted = DeletionResult.NOTHING;
      lease.check();
      for (StoredObject object :
          store.list(folder).stream()
              .sorted(Comparator.comparing(StoredObject::name).reversed())
              .toList()) {
        deleted = deleted.plus(delete(object));
        if (!deleted.locked().isEmpty()) {
          return deleted;
        }
      }
      return deleted;
    } catch (IOException e) {
      throw StoreErrors.translate(e, what, store);
    }
  }

  /** Removes one object. */
  public DeletionResult object(String name) {
    return all(name, name::equals, "cannot remove \"" + name + "\"");
  }

  private DeletionResult all(String prefix, Predicate<String> names, String what) {
    try {
      DeletionResult deleted = DeletionResult.NOTHING;
      for (StoredObject object : store.list(prefix)) {
        if (names.test(object.name())) {
          deleted = deleted.plus(delete(object));
        }
      }
      return deleted;
    } catch (IOException e) {
      throw StoreErrors.translate(e, what, store);
    }
  }

  /** Removes what an upload that nobody ended has left. */
  public DeletionResult upload(UnfinishedUpload upload) {
    try {
      store.discard(upload);
      return new DeletionResult(1, 0, List.of());
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot discard an upload of " + upload.name(), store);
    }
  }

  private DeletionResult delete(StoredObject object) throws IOException {
    try {
      store.delete(object.name(), Layout.lifetime(object.name()));
      return new DeletionResult(1, object.size(), List.of());
    } catch (ObjectLockedException e) {
      return new DeletionResult(0, 0, List.of(object.name()));
    }
  }
}
