package org.nessiebackup.store;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.OptionalLong;

/**
 * A place for named, immutable objects.
 *
 * <p>Names are relative paths of one or more parts joined by {@code /}; a part consists of letters,
 * digits, {@code .}, {@code _} and {@code -}, does not begin with a dot and is at most 200 long; a
 * name is at most 500 long ({@link ObjectName}). A name is not also the beginning of another up to
 * a {@code /}, as a file is not also a folder. All methods may be called from several threads. A
 * call that failed may be repeated: {@link #open}, {@link #list} and {@link #delete} have no effect
 * that a second call could double, and a failed upload leaves nothing that anyone can see. The
 * exception is a {@link Upload#commit} whose response is lost on the way: the object may exist, and
 * a caller for whom that matters deletes it.
 *
 * <p>Errors: {@link NoSuchObjectException}, {@link ObjectExistsException}, {@link
 * ObjectLockedException}, {@link StoreFullException}, {@link AccessRefusedException}, {@link
 * ObjectUnreadableException} where they apply, any other {@link IOException} for the rest.
 */
public interface ObjectStore extends AutoCloseable {
  /** Where this is, for messages; contains no secret. */
  String location();

  /**
   * Begins a new object. Nobody sees it before {@link Upload#commit}, and nobody ever does when the
   * upload is closed without a commit or the process dies.
   *
   * @param lifetime whether the store may be told to keep it against everybody
   * @throws ObjectExistsException at once or at commit, if the name is taken
   */
  Upload create(String name, Lifetime lifetime) throws IOException;

  /** The same for what is kept. */
  default Upload create(String name) throws IOException {
    return create(name, Lifetime.KEPT);
  }

  /**
   * Opens an object for reading from its first byte.
   *
   * @throws NoSuchObjectException if there is none of that name
   */
  InputStream open(String name) throws IOException;

  /**
   * All objects whose names begin with {@code prefix}, sorted by name; no unfinished uploads. An
   * empty prefix means all; a prefix need not end at a {@code /}.
   */
  List<StoredObject> list(String prefix) throws IOException;

  /**
   * The same where a part of it may be missing: what cannot be looked into is passed over and
   * named. Where nothing at all can be listed, this fails as {@link #list} does.
   */
  default ListResult survey(String prefix) throws IOException {
    return new ListResult(list(prefix), List.of());
  }

  /**
   * What the names of objects below {@code prefix} begin with, up to and with the next slash: the
   * folders there, sorted. A place that nobody may look into is among them, and a folder without
   * objects may be.
   *
   * @param prefix as for {@link #list}
   */
  default List<String> folders(String prefix) throws IOException {
    return list(prefix).stream()
        .map(StoredObject::name)
        .filter(name -> name.indexOf('/', prefix.length()) >= 0)
        .map(name -> name.substring(0, name.indexOf('/', prefix.length()) + 1))
        .distinct()
        .toList();
  }

  /**
   * Removes an object; it is no error if there is none.
   *
   * @param lifetime what it was made with: transient ones are removed without a look at what the
   *     store keeps
   * @throws ObjectLockedException if the store does not let it go yet
   */
  void delete(String name, Lifetime lifetime) throws IOException;

  /** The same for what is kept. */
  default void delete(String name) throws IOException {
    delete(name, Lifetime.KEPT);
  }

  /**
   * Whether a name goes to one writer only, even when two commit it at the same moment. Where this
   * is false (a bucket without conditional puts, a file system without hard links) a commit looks
   * first and puts then, and of two writers in that gap the later one wins. May write and remove an
   * object below {@code probe/} to find out.
   */
  boolean supportsConditionalPut() throws IOException;

  /** How many bytes can still be written, where a store knows such a limit. */
  default OptionalLong freeBytes() throws IOException {
    return OptionalLong.empty();
  }

  /** Uploads that take room and are no objects, of all writers, those at work included. */
  List<UnfinishedUpload> unfinished() throws IOException;

  /** Removes what an unfinished upload has left; it is no error if that is gone. */
  void discard(UnfinishedUpload upload) throws IOException;

  /** Lets go of connections and threads, where it has some; nothing is asked of it after that. */
  @Override
  default void close() {}
}
