package org.nessiebackup.vault.object;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.Document;
import org.nessiebackup.manifest.Documents;
import org.nessiebackup.manifest.Tombstone;
import org.nessiebackup.store.AccessRefusedException;
import org.nessiebackup.store.NoSuchObjectException;
import org.nessiebackup.store.ObjectExistsException;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.ObjectUnreadableException;
import org.nessiebackup.store.Upload;

/** Objects that are held in memory as a whole: documents and probes. */
public final class SmallObjects {
  private SmallObjects() {}

  /** Writes an object. */
  public static void put(ObjectStore store, String name, byte[] bytes) throws IOException {
    try (Upload upload = store.create(name, Layout.lifetime(name))) {
      upload.body().write(bytes);
      upload.commit();
    }
  }

  /**
   * Writes a document whose name goes to one writer only.
   *
   * @throws BackupException {@link Failure#LOCKED} if another process has written it
   */
  public static void publish(ObjectStore store, String name, byte[] document) throws IOException {
    try {
      put(store, name, document);
    } catch (ObjectExistsException e) {
      // A store may have answered an earlier attempt of this very call with an error.
      if (!Arrays.equals(read(store, name), document)) {
        throw Failure.LOCKED.exception(
            "another process has written \"%s\" meanwhile".formatted(name),
            "Let one service alone follow this catalog.",
            e);
      }
    }
  }

  /** Reads no more than a document can have, whatever is there. */
  public static byte[] read(ObjectStore store, String name) throws IOException {
    try (InputStream in = store.open(name)) {
      byte[] bytes = in.readNBytes(Documents.LARGEST + 1);
      if (bytes.length > Documents.LARGEST) {
        throw Failure.DAMAGED.exception(
            "\"" + name + "\" is far larger than such a document can be");
      }
      return bytes;
    }
  }

  /**
   * Reads a document.
   *
   * @throws BackupException as {@link Documents#read}
   */
  public static <T extends Document> Documents.Enveloped<T> read(
      ObjectStore store, String name, Class<T> type) throws IOException {
    return Documents.read(read(store, name), name, type);
  }

  /** The same, if it can be read: it may be gone, damaged, newer than this program, or closed. */
  public static <T extends Document> Optional<T> find(
      ObjectStore store, String name, Class<T> type) {
    try {
      return Optional.of(read(store, name, type).content());
    } catch (NoSuchObjectException
        | AccessRefusedException
        | ObjectUnreadableException
        | BackupException unreadable) {
      return Optional.empty();
    } catch (IOException e) {
      throw StoreErrors.translate(e, "cannot read \"" + name + "\"", store);
    }
  }

  /** Whether a document is a tombstone, and no manifest. */
  public static boolean isTombstone(byte[] document, String name) {
    try {
      Documents.read(document, name, Tombstone.class);
      return true;
    } catch (BackupException manifest) {
      return false;
    }
  }

  /** Whether there is an object of that very name, as a listing says. */
  public static boolean exists(ObjectStore store, String name) throws IOException {
    return store.list(name).stream().anyMatch(object -> object.name().equals(name));
  }
}
