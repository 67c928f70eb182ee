package org.nessiebackup.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * A folder as a store. Files are readable by their owner only (0600, folders 0700).
 *
 * <p>An object is written under a temporary name that begins with a dot, forced to the disk, given
 * its name by one atomic step and made durable by forcing the folder, so that a crash or a power
 * cut leaves either the whole object or a temporary file that listings pass over.
 */
public final class FolderStore implements ObjectStore {
  static final String TEMPORARY_PREFIX = ".upload-";

  private static final int MOST_ATTEMPTS = 20;

  private final Path root;

  /** A store in a folder, which is made when the first object is written. */
  public FolderStore(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  @Override
  public String location() {
    return root.toString();
  }

  @Override
  public Upload create(String name) throws IOException {
    Path target = path(name);
    try {
      return begin(name, target);
    } catch (IOException e) {
      throw DiskErrors.translate(e, root);
    }
  }

  /** A folder may vanish as soon as it was made, when somebody else deletes the last file in it. */
  private Upload begin(String name, Path target) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        makeFolder(target.getParent());
        return FolderUpload.begin(root, name, target);
      } catch (NoSuchFileException | FileAlreadyExistsException e) {
        // The latter: it was there when we made it, and gone when we looked what it is.
        if (attempt == MOST_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  @Override
  public InputStream open(String name) throws IOException {
    Path file = path(name);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new NoSuchObjectException("no \"" + name + "\" in " + root, null);
    }
    try {
      return Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      throw new NoSuchObjectException("no \"" + name + "\" in " + root, e);
    } catch (IOException e) {
      throw DiskErrors.translate(e, root);
    }
  }

  @Override
  public List<StoredObject> list(String prefix) throws IOException {
    // Only the folder that all matching names share has to be walked.
    int slash = prefix.lastIndexOf('/');
    Path start = slash < 0 ? root : path(prefix.substring(0, slash));
    return Files.isDirectory(start) ? FolderListing.of(root, start, prefix) : List.of();
  }

  @Override
  public void delete(String name) throws IOException {
    Path file = path(name);
    if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.deleteIfExists(file)) {
      removeEmptyFolders(root, file.getParent());
    }
  }

  /** Tries it: a hard link is what makes two writers of one name find out about each other. */
  @Override
  public boolean exclusive() throws IOException {
    makeFolder(root);
    Path file = root.resolve(TEMPORARY_PREFIX + UUID.randomUUID() + "-probe");
    Path link = root.resolve(TEMPORARY_PREFIX + UUID.randomUUID() + "-probe");
    try {
      Files.createFile(file, onlyOwner(file, "rw-------"));
      Files.createLink(link, file);
      return true;
    } catch (UnsupportedOperationException | FileSystemException noHardLinks) {
      return false;
    } finally {
      Files.deleteIfExists(link);
      Files.deleteIfExists(file);
    }
  }

  @Override
  public List<UnfinishedUpload> unfinished() throws IOException {
    return Files.isDirectory(root) ? UnfinishedFiles.of(root) : List.of();
  }

  @Override
  public void discard(UnfinishedUpload upload) throws IOException {
    Path file = UnfinishedFiles.file(root, upload);
    if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.deleteIfExists(file)) {
      removeEmptyFolders(root, file.getParent());
    }
  }

  /** A bucket has no folders; neither shall this store keep empty ones. */
  static void removeEmptyFolders(Path root, Path folder) throws IOException {
    Path current = folder;
    try {
      while (!current.equals(root)) {
        Files.delete(current);
        current = current.getParent();
      }
    } catch (DirectoryNotEmptyException | NoSuchFileException inUseOrGone) {
      // Others put files there, or were quicker; both are as good.
    }
    forceNearest(current);
  }

  /** Somebody else may remove the folder meanwhile; then it is its parent that has changed. */
  private static void forceNearest(Path folder) throws IOException {
    for (Path current = folder; current != null; current = current.getParent()) {
      try {
        force(current);
        return;
      } catch (NoSuchFileException removed) {
        // Whoever removed it forces what is above; doing so as well does no harm.
      }
    }
  }

  @Override
  public OptionalLong freeBytes() throws IOException {
    return OptionalLong.of(Files.getFileStore(root).getUsableSpace());
  }

  /**
   * The file of an object. The store's own folder may be reached through symbolic links, as its
   * owner likes; below it they are refused, so that no name leads out of the store and listing,
   * reading and writing see the same files.
   */
  private Path path(String name) throws IOException {
    Path current = root;
    for (Path part : Path.of(ObjectName.check(name))) {
      current = current.resolve(part);
      if (Files.isSymbolicLink(current)) {
        throw new IOException("\"" + current + "\" is a symbolic link, which a store refuses");
      }
    }
    return current;
  }

  private static void makeFolder(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Path parent = folder.getParent();
    if (parent != null) {
      makeFolder(parent);
    }
    try {
      Files.createDirectory(folder, onlyOwner(folder, "rwx------"));
    } catch (FileAlreadyExistsException e) {
      // Another thread or process made it, which is as good.
      if (!Files.isDirectory(folder)) {
        throw e;
      }
    }
    if (parent != null) {
      force(parent);
    }
  }

  static FileAttribute<?>[] onlyOwner(Path at, String permissions) {
    boolean posix = at.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  /** Makes the names in a folder durable, as fsync of a directory does. */
  static void force(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
