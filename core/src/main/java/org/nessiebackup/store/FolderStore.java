package org.nessiebackup.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.PieceInput;

/**
 * A folder as a store. Files are readable by their owner only (0600, folders 0700), unless the
 * folder is meant for its group ({@link GroupAccess}).
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

  /**
   * Lets the folder's group read and write, now and later: what is made in the folder follows it.
   *
   * @throws BackupException {@link Failure#PERMISSION} if whoever asks may not change the folder
   */
  public void shareWithGroup() {
    try {
      Folders.make(root, root);
      GroupAccess.open(root);
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      throw Failure.PERMISSION.exception(
          "cannot open \"%s\" for its group: %s".formatted(root, FileErrors.reason(e, root)),
          "Run it as the owner of the folder, on a file system that has groups.",
          e);
    }
  }

  @Override
  public String location() {
    return root.toString();
  }

  @Override
  public Upload create(String name, Lifetime lifetime) throws IOException {
    Path target = path(name);
    try {
      return begin(name, target);
    } catch (IOException e) {
      throw FileErrors.translate(e, target);
    }
  }

  /** A folder may vanish as soon as it was made, when somebody else deletes the last file in it. */
  private Upload begin(String name, Path target) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        Folders.make(root, target.getParent());
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
    try {
      BasicFileAttributes found =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!found.isRegularFile()) {
        throw new ObjectUnreadableException(
            "\"%s\" is %s, where an object has to be a file".formatted(file, kind(found)), null);
      }
      return reading(Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS), file);
    } catch (NoSuchFileException e) {
      throw missing(name, file, e);
    } catch (ObjectUnreadableException e) {
      throw e;
    } catch (IOException e) {
      // Where the store's own folder is none, that is about all objects.
      throw Files.isDirectory(root) ? FileErrors.ofReading(e, file) : FileErrors.translate(e, file);
    }
  }

  /** Where the disk does not give the bytes of a file, that is about this file alone. */
  private static InputStream reading(InputStream opened, Path file) {
    return new PieceInput(
        (target, offset, length) -> {
          try {
            return opened.read(target, offset, length);
          } catch (IOException e) {
            throw FileErrors.ofReading(e, file);
          }
        },
        opened);
  }

  /** Below a file there is nothing either, but that is not how a store looks. */
  private IOException missing(String name, Path file, NoSuchFileException e) {
    Optional<Path> obstacle = Culprit.fileAbove(file);
    if (obstacle.isEmpty()) {
      return new NoSuchObjectException("no \"" + name + "\" in " + root, e);
    }
    String message = "\"%s\" is a file, and a folder is needed there".formatted(obstacle.get());
    return obstacle.get().startsWith(root) && !obstacle.get().equals(root)
        ? new ObjectUnreadableException(message, e)
        : new IOException(message, e);
  }

  static String kind(BasicFileAttributes found) {
    if (found.isSymbolicLink()) {
      return "a symbolic link, which a store refuses";
    }
    return found.isDirectory() ? "a folder" : "a device, a pipe or a socket";
  }

  @Override
  public List<StoredObject> list(String prefix) throws IOException {
    ListResult listing = survey(prefix);
    for (ListResult.Gap gap : listing.gaps()) {
      switch (gap.cause()) {
        case REFUSED -> throw new AccessRefusedException(gap.reason(), Culprit.HINT, null);
        case FAILED -> throw new IOException(gap.reason());
        case NO_OBJECT -> {
          // It would be none to anybody.
        }
      }
    }
    return listing.objects();
  }

  @Override
  public ListResult survey(String prefix) throws IOException {
    // Only the folder that all matching names share has to be walked.
    int slash = prefix.lastIndexOf('/');
    Path start = slash < 0 ? root : path(prefix.substring(0, slash));
    try {
      return FolderWalk.of(root, start, prefix);
    } catch (NoSuchFileException none) {
      return new ListResult(List.of(), List.of());
    } catch (IOException e) {
      throw FileErrors.translate(e, start);
    }
  }

  @Override
  public List<String> folders(String prefix) throws IOException {
    int slash = prefix.lastIndexOf('/');
    Path start = slash < 0 ? root : path(prefix.substring(0, slash));
    try {
      return Folders.below(start, prefix);
    } catch (NoSuchFileException none) {
      return List.of();
    } catch (IOException e) {
      throw FileErrors.translate(e, start);
    }
  }

  @Override
  public void delete(String name, Lifetime lifetime) throws IOException {
    delete(path(name));
  }

  private void delete(Path file) throws IOException {
    try {
      BasicFileAttributes found =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (found.isRegularFile() && Files.deleteIfExists(file)) {
        Folders.removeEmpty(root, file.getParent());
      }
    } catch (NoSuchFileException gone) {
      // As wanted.
    } catch (IOException e) {
      throw FileErrors.translate(e, file);
    }
  }

  /** Tries it: a hard link is what makes two writers of one name find out about each other. */
  @Override
  public boolean supportsConditionalPut() throws IOException {
    Path file = root.resolve(TEMPORARY_PREFIX + UUID.randomUUID() + "-probe");
    Path link = root.resolve(TEMPORARY_PREFIX + UUID.randomUUID() + "-probe");
    try {
      Folders.make(root, root);
      Files.createFile(file, Folders.ofNewFile(root));
      return linked(link, file);
    } catch (IOException e) {
      throw FileErrors.translate(e, file);
    } finally {
      Files.deleteIfExists(link);
      Files.deleteIfExists(file);
    }
  }

  private static boolean linked(Path link, Path file) throws IOException {
    try {
      Files.createLink(link, file);
      return true;
    } catch (UnsupportedOperationException | FileSystemException noHardLinks) {
      return false;
    }
  }

  @Override
  public List<UnfinishedUpload> unfinished() throws IOException {
    try {
      return UnfinishedFiles.of(root);
    } catch (NoSuchFileException none) {
      return List.of();
    } catch (IOException e) {
      throw FileErrors.translate(e, root);
    }
  }

  @Override
  public void discard(UnfinishedUpload upload) throws IOException {
    delete(UnfinishedFiles.file(root, upload));
  }

  @Override
  public OptionalLong freeBytes() throws IOException {
    try {
      return OptionalLong.of(Files.getFileStore(root).getUsableSpace());
    } catch (IOException e) {
      throw FileErrors.translate(e, root);
    }
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
        throw new ObjectUnreadableException(
            "\"" + current + "\" is a symbolic link, which a store refuses", null);
      }
    }
    return current;
  }
}
