package org.nessiebackup.store.bucket;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.store.UnfinishedUpload;

/**
 * The requests to one bucket, in the words of one vendor. Each is made once, and may be made again
 * after a failure. Objects are named by their keys, the store's prefix included.
 *
 * <p>Exceptions are the vendor's own, checked or not; {@link #failure} says what they mean. A
 * {@link java.net.ProtocolException} is a server that does not do what it has to, which no further
 * attempt changes. Can be used by several threads at once.
 */
public interface BucketRequests extends AutoCloseable {
  /** What an exception of the requests means. Throws it if it is a fault in the program. */
  BucketFailure failure(Exception error);

  /** What the server knows of a key. */
  KeyState look(String key) throws IOException;

  /** Opens an object at its first byte, or before it: the content may bring fewer bytes. */
  ObjectContent open(String key) throws IOException;

  /**
   * Opens the same version of the object again; fails if there is another by now.
   *
   * @param from the first byte
   * @param size of the whole object
   */
  ObjectContent resume(String key, String version, long from, long size) throws IOException;

  /** A page of the objects whose keys begin with a prefix; the first one if no token is given. */
  ObjectPage list(String prefix, Optional<String> token) throws IOException;

  /**
   * A page of what keys that begin with a prefix begin with up to the next slash; the first one if
   * no token is given. Two pages may name the same.
   */
  FolderPage folders(String prefix, Optional<String> token) throws IOException;

  /** Removes an object; it is no failure if there is none. */
  void delete(String key) throws IOException;

  /**
   * Publishes an object, on condition that nothing has the key.
   *
   * @param label what its metadata says of its uploader
   */
  void put(String key, UploadLabel label, PartBuffer content) throws IOException;

  /** Begins an object that is sent in parts. */
  PartedUpload begin(String key, UploadLabel label) throws IOException;

  /** The most parts that an object may have. */
  int mostParts();

  /**
   * Whether a look has to come before an object is published or removed, since not every server
   * refuses by itself to replace an object or to remove a locked one.
   */
  default boolean needsLook() {
    return false;
  }

  /**
   * Whether of two writers of a key the server refuses one. May try it out below a prefix, and
   * leaves nothing there.
   */
  default boolean supportsConditionalPut(String prefix) throws IOException {
    return true;
  }

  /** Uploads below a prefix that take room and are no objects; names are keys. */
  default List<UnfinishedUpload> unfinished(String prefix) throws IOException {
    return List.of();
  }

  /** Removes what an unfinished upload has left, if anything. */
  default void discard(String key, String handle) throws IOException {
    // Where none is listed there is none to remove.
  }

  /** Lets go of what only these requests have: a vendor's client may have threads of its own. */
  @Override
  default void close() {}
}
