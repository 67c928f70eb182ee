package org.nessiebackup.vault;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.nessiebackup.BackupId;
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
  private final String folder;
  private final String manifest;
  private final Set<String> published = ConcurrentHashMap.newKeySet();
  private State state = State.UNLISTED;

  /**
   * Begins with nothing.
   *
   * @param manifest the full name of the manifest that will name the objects
   */
  Publication(ObjectStore store, BackupId id, String manifest) {
    this.store = store;
    this.folder = Layout.folder(id);
    this.manifest = manifest;
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
  void commit(byte[] document) throws IOException {
    state = State.UNCERTAIN;
    try {
      SmallObjects.put(store, manifest, document);
    } catch (ObjectExistsException e) {
      state = State.LISTED;
      throw e;
    }
    state = State.LISTED;
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
