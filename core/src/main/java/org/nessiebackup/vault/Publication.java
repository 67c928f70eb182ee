package org.nessiebackup.vault;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.Documents;
import org.nessiebackup.manifest.VoidBackup;
import org.nessiebackup.store.ObjectExistsException;
import org.nessiebackup.store.ObjectStore;

/**
 * Objects of a backup that nobody knows of before a manifest names them. Whatever goes wrong: what
 * a listed manifest names is there.
 */
final class Publication implements AutoCloseable {
  private enum State {
    /** No manifest has been stored. */
    UNLISTED,
    /** Storing the manifest failed, which a store may say although it succeeded. */
    UNCERTAIN,
    /** The manifest is there, ours or that of another writer. */
    LISTED
  }

  private final ObjectStore store;
  private final BackupId id;
  private final String folder;
  private final String manifest;
  private final Runnable guard;
  private final Set<String> published = ConcurrentHashMap.newKeySet();
  private State state = State.UNLISTED;

  /**
   * Begins with nothing.
   *
   * @param manifest the full name of the manifest that will name the objects
   * @param guard asked right before the manifest is stored; throws if it must not be
   */
  Publication(ObjectStore store, BackupId id, String manifest, Runnable guard) {
    this.store = store;
    this.id = id;
    this.folder = Layout.folder(id);
    this.manifest = manifest;
    this.guard = guard;
  }

  /** Begins an object, by its name inside the backup's folder. */
  PendingSegment begin(String object) throws IOException {
    return new PendingSegment(object, store.create(folder + object), () -> published.add(object));
  }

  /** Names of the objects that were committed. */
  Set<String> published() {
    return Set.copyOf(published);
  }

  /** Stores the manifest: the one step after which the objects count. */
  void commit(byte[] document, Optional<BackupId> parent) throws IOException {
    guard.run();
    if (parent.isPresent()) {
      requireParent(parent.get());
    }
    state = State.UNCERTAIN;
    try {
      SmallObjects.put(store, manifest, document);
    } catch (ObjectExistsException e) {
      refuseVoid();
      state = State.LISTED;
      throw e;
    }
    state = State.LISTED;
  }

  /** A prune that went on although it had lost its lease may have removed it. */
  private void requireParent(BackupId parent) throws IOException {
    String name = Layout.manifest(parent);
    if (store.list(name).stream().noneMatch(object -> object.name().equals(name))) {
      throw new BackupException(
          Failure.LOCKED,
          "backup \"%s\" builds on \"%s\", which was removed meanwhile".formatted(id, parent),
          "Run the command again.");
    }
  }

  /**
   * Whoever clears an unfinished backup puts a void document in the place of its manifest first, so
   * that a writer that was paused and goes on ends here. Our objects then are for us to remove; the
   * void document is not.
   */
  private void refuseVoid() throws IOException {
    try {
      Documents.read(SmallObjects.read(store, manifest), manifest, VoidBackup.class);
    } catch (BackupException anotherManifest) {
      return;
    }
    state = State.UNLISTED;
    throw new BackupException(
        Failure.LOCKED,
        "backup \"%s\" was cleared by a prune, because nothing had been heard of it for long"
            .formatted(id),
        "This process was paused for too long. Run the command again.");
  }

  /**
   * Removes the objects if they do not count. A manifest that may have been stored goes first, and
   * if it cannot be removed the objects stay: rubbish does no harm, a listed backup without its
   * objects does.
   */
  @Override
  public void close() throws IOException {
    if (state == State.LISTED) {
      return;
    }
    if (state == State.UNCERTAIN) {
      store.delete(manifest);
    }
    IOException first = null;
    for (String object : published) {
      try {
        store.delete(folder + object);
      } catch (IOException e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
