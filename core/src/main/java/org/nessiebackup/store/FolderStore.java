package org.nessiebackup.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A folder as a store. Files are readable by their owner only (0600, folders 0700).
 *
 * <p>An object is written under a temporary name that begins with a dot, forced to the disk, given
 * its name by one atomic step and made durable by forcing the folder, so that a crash or a power
 * cut leaves either the whole object or a temporary file that listings pass over.
 */
public final class FolderStore implements ObjectStore {
  static final String TEMPORARY_PREFIX = ".upload-";

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
    Path target = root.resolve(ObjectName.check(name));
    try {
      makeFolder(target.getParent());
      return FolderUpload.begin(name, target);
    } catch (IOException e) {
      throw DiskErrors.translate(e, root);
    }
  }

  @Override
  public InputStream open(String name) throws IOException {
    try {
      return Files.newInputStream(root.resolve(ObjectName.check(name)));
    } catch (NoSuchFileException e) {
      throw new NoSuchObjectException("no \"" + name + "\" in " + root, e);
    }
  }

  @Override
  public List<StoredObject> list(String prefix) throws IOException {
    List<StoredObject> found = new ArrayList<>();
    if (!Files.isDirectory(root)) {
      return found;
    }
    // Only the folder that all matching names share has to be walked.
    Path start = root.resolve(prefix.substring(0, prefix.lastIndexOf('/') + 1));
    if (!Files.isDirectory(start)) {
      return found;
    }
    Files.walkFileTree(
        start,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String name = root.relativize(file).toString().replace('\\', '/');
            boolean hidden = file.getFileName().toString().startsWith(".");
            if (attributes.isRegularFile() && !hidden && name.startsWith(prefix)) {
              found.add(
                  new StoredObject(
                      name, attributes.size(), attributes.lastModifiedTime().toInstant()));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            // Somebody removed it between our look at the folder and our look at the file.
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }
        });
    found.sort(Comparator.comparing(StoredObject::name));
    return found;
  }

  @Override
  public void delete(String name) throws IOException {
    Path file = root.resolve(ObjectName.check(name));
    if (Files.deleteIfExists(file)) {
      force(file.getParent());
      removeEmptyFolders(file.getParent());
    }
  }

  /** A bucket has no folders; neither shall this store keep empty ones. */
  private void removeEmptyFolders(Path folder) throws IOException {
    Path current = folder;
    while (!current.equals(root) && current.startsWith(root)) {
      try (var entries = Files.newDirectoryStream(current)) {
        if (entries.iterator().hasNext()) {
          return;
        }
      }
      Files.deleteIfExists(current);
      current = current.getParent();
    }
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
    } catch (java.nio.file.FileAlreadyExistsException e) {
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
