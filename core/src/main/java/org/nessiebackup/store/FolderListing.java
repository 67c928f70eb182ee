package org.nessiebackup.store;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Walks a folder for objects whose names begin with a prefix. What has no valid name is no object:
 * unfinished uploads, the hidden folders in which file servers show snapshots, {@code lost+found}.
 */
final class FolderListing extends SimpleFileVisitor<Path> {
  private final Path root;
  private final String prefix;
  private final List<StoredObject> found = new ArrayList<>();

  private FolderListing(Path root, String prefix) {
    this.root = root;
    this.prefix = prefix;
  }

  /**
   * Lists what is below {@code start}, a folder at or below {@code root}.
   *
   * <p>A walk does not follow symbolic links, not even where it starts, so both are taken at their
   * real place.
   */
  static List<StoredObject> of(Path root, Path start, String prefix) throws IOException {
    FolderListing listing = new FolderListing(root.toRealPath(), prefix);
    Files.walkFileTree(start.toRealPath(), listing);
    listing.found.sort(Comparator.comparing(StoredObject::name));
    return listing.found;
  }

  @Override
  public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
    return mayHoldObjects(folder) ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    String name = name(file);
    if (attributes.isRegularFile() && name.startsWith(prefix) && ObjectName.isValid(name)) {
      found.add(
          new StoredObject(name, attributes.size(), attributes.lastModifiedTime().toInstant()));
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
    // Removed between our look at the folder and our look at the file, or none of our business.
    if (e instanceof NoSuchFileException || !mayHoldObjects(file)) {
      return FileVisitResult.CONTINUE;
    }
    throw e;
  }

  @Override
  public FileVisitResult postVisitDirectory(Path folder, IOException e) throws IOException {
    if (e == null || e instanceof NoSuchFileException) {
      return FileVisitResult.CONTINUE;
    }
    throw e;
  }

  private boolean mayHoldObjects(Path folder) {
    if (folder.equals(root)) {
      return true;
    }
    String below = name(folder) + "/";
    return ObjectName.isValid(name(folder))
        && (below.startsWith(prefix) || prefix.startsWith(below));
  }

  private String name(Path file) {
    return root.relativize(file).toString().replace('\\', '/');
  }
}
