package org.nessiebackup.vault;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.nessiebackup.BackupId;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.BackupObject;
import org.nessiebackup.manifest.Documents;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.SignedEnvelope;
import org.nessiebackup.manifest.TableEntry;
import org.nessiebackup.store.ObjectExistsException;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.vault.object.Layout;
import org.nessiebackup.vault.object.SmallObjects;

/**
 * Objects of a backup that nobody knows of before a manifest names them. Whatever goes wrong: what
 * a listed manifest names is there.
 */
final class BackupWriter implements AutoCloseable {
  private enum State {
    /** No manifest has been stored. */
    UNLISTED,
    /** Storing the manifest failed, which a store may say although it succeeded. */
    UNCERTAIN,
    /** The manifest is there, ours or that of another writer. */
    LISTED
  }

  /** What a tombstone in the place of the manifest means. */
  enum OnTombstone {
    /** This backup was given up while its writer was paused. */
    REFUSE,
    /** An earlier copy of the same backup was; all objects of this one are there. */
    REPLACE
  }

  private final ObjectStore store;
  private final BackupId id;
  private final String folder;
  private final String manifest;
  private final Runnable guard;
  private final OnTombstone onTombstone;
  private final Set<String> published = ConcurrentHashMap.newKeySet();
  private final Map<String, BackupObject.Stored> converted = new ConcurrentHashMap<>();
  private Optional<BackupId> parent = Optional.empty();
  private State state = State.UNLISTED;

  /**
   * Begins with nothing.
   *
   * @param manifest the full name of the manifest that will name the objects
   * @param guard runs right before a manifest is stored; throws if it must not be
   */
  BackupWriter(
      ObjectStore store, BackupId id, String manifest, Runnable guard, OnTombstone onTombstone) {
    this.store = store;
    this.id = id;
    this.folder = Layout.folder(id);
    this.manifest = manifest;
    this.guard = guard;
    this.onTombstone = onTombstone;
  }

  /** Begins an object, by its name inside the backup's folder. */
  ObjectWriter begin(String object) throws IOException {
    String name = folder + object;
    return new ObjectWriter(
        object, store.create(name, Layout.lifetime(name)), () -> published.add(object));
  }

  /** An object was stored before, by an earlier attempt. */
  void found(String object) {
    published.add(object);
  }

  /**
   * Stores an object that the backup has elsewhere, in another form.
   *
   * @return how many bytes were written
   */
  long convert(ObjectCopy copy, String object, ObjectCopy.Conversion conversion)
      throws IOException {
    try (ObjectWriter target = begin(object)) {
      BackupObject.Stored written = copy.convert(target, conversion);
      converted.put(copy.object().object(), written);
      return written.storedBytes();
    }
  }

  /** The same tables with the converted objects. */
  List<TableEntry> converted(List<TableEntry> tables) {
    return tables.stream().map(table -> table.storedAs(this::converted)).toList();
  }

  private BackupObject.Stored converted(String object) {
    return Optional.ofNullable(converted.get(object))
        .orElseThrow(() -> new IllegalArgumentException("\"" + object + "\" was not stored"));
  }

  /**
   * Names what this backup builds on, which must be there when it is published: a prune that went
   * on although it had lost its lease may have removed it.
   */
  void buildOn(Optional<BackupId> named) {
    parent = named;
  }

  private void requireListed(BackupId parent) throws IOException {
    if (!SmallObjects.exists(store, Layout.manifest(parent))) {
      throw Failure.LOCKED.exception(
          "backup \"%s\" builds on \"%s\", which was removed meanwhile".formatted(id, parent),
          "Run the command again.");
    }
  }

  /**
   * Stores the manifest: the one step after which the objects count.
   *
   * @throws IllegalArgumentException if it is another backup's, or names other objects than those
   *     that were stored
   */
  void commit(Manifest content, Optional<SignedEnvelope.Signer> signer) throws IOException {
    byte[] document = Documents.write(content, signer);
    // What would be listed must be what a reader gets; better to find out before it is.
    if (!Documents.read(document, manifest, Manifest.class).content().equals(content)) {
      throw new IllegalArgumentException("the manifest of \"" + id + "\" cannot be written down");
    }
    SequencedMap<String, byte[]> documents = new LinkedHashMap<>();
    documents.put(manifest, document);
    commit(content, documents);
  }

  /** The same with all revisions of the manifest, of which the last makes the backup exist. */
  void commit(Manifest content, SequencedMap<String, byte[]> documents) throws IOException {
    Set<String> named = content.parts().map(BackupObject::object).collect(Collectors.toSet());
    if (!content.id().equals(id) || !named.equals(published)) {
      throw new IllegalArgumentException("the manifest does not describe backup \"" + id + "\"");
    }
    for (Map.Entry<String, byte[]> document : documents.entrySet()) {
      guard.run();
      if (parent.isPresent()) {
        requireListed(parent.get());
      }
      publish(document.getKey(), document.getValue());
    }
  }

  private void publish(String name, byte[] document) throws IOException {
    state = State.UNCERTAIN;
    try {
      SmallObjects.put(store, name, document);
    } catch (ObjectExistsException e) {
      state = State.LISTED;
      byte[] there = SmallObjects.read(store, name);
      if (SmallObjects.isTombstone(there, name)) {
        buried(name, document);
      } else if (!Arrays.equals(there, document)) {
        throw e;
      }
    }
    state = State.LISTED;
  }

  /**
   * Whoever removes an unfinished backup puts a tombstone in the place of its manifest first, so
   * that a writer that was paused and goes on ends here. Our objects then are for us to remove; the
   * tombstone is not.
   */
  private void buried(String name, byte[] document) throws IOException {
    switch (onTombstone) {
      case REFUSE -> {
        state = State.UNLISTED;
        throw Failure.LOCKED.exception(
            "backup \"%s\" was cleared by a prune, because nothing had been heard of it for long"
                .formatted(id),
            "This process was paused for too long. Run the command again.");
      }
      case REPLACE -> {
        store.delete(name);
        SmallObjects.put(store, name, document);
      }
    }
  }

  /**
   * Removes the objects if they do not count. A manifest that may have been stored goes first, and
   * if it cannot be removed the objects stay: garbage does no harm, a listed backup without its
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
