package org.nessiebackup.store;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
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
final class FolderWalk extends SimpleFileVisitor<Path> {
  private final Path root;
  private final Path start;
  private final String prefix;
  private final List<StoredObject> found = new ArrayList<>();
  private final List<ListResult.Gap> gaps = new ArrayList<>();

  private FolderWalk(Path root, Path start, String prefix) {
    this.root = root;
    this.start = start;
    this.prefix = prefix;
  }

  /**
   * Lists what is below {@code start}, a folder at or below {@code root}.
   *
   * <p>A walk does not follow symbolic links, not even where it starts, so both are taken at their
   * real place.
   */
  static ListResult of(Path root, Path start, String prefix) throws IOException {
    Path real = start.toRealPath();
    if (!Files.isDirectory(real)) {
      throw new NotDirectoryException(start.toString());
    }
    FolderWalk listing = new FolderWalk(root.toRealPath(), real, prefix);
    Files.walkFileTree(real, listing);
    listing.found.sort(Comparator.comparing(StoredObject::name));
    listing.gaps.sort(Comparator.comparing(ListResult.Gap::name));
    return new ListResult(listing.found, listing.gaps);
  }

  @Override
  public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
    return mayHoldObjects(folder) ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    String name = name(file);
    if (!name.startsWith(prefix) || !ObjectName.isValid(name)) {
      return FileVisitResult.CONTINUE;
    }
    if (attributes.isRegularFile()) {
      found.add(
          new StoredObject(name, attributes.size(), attributes.lastModifiedTime().toInstant()));
    } else {
      gaps.add(
          new ListResult.Gap(
              name,
              "\"%s\" is %s".formatted(file, FolderStore.kind(attributes)),
              ListResult.Cause.NO_OBJECT));
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
    // Removed between our look at the folder and our look at the file, or none of our business.
    return mayHoldObjects(file) ? hidden(file, e) : FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult postVisitDirectory(Path folder, IOException e) throws IOException {
    return e == null ? FileVisitResult.CONTINUE : hidden(folder, e);
  }

  private FileVisitResult hidden(Path place, IOException e) throws IOException {
    if (e instanceof NoSuchFileException) {
      return FileVisitResult.CONTINUE;
    }
    if (place.equals(start)) {
      throw e;
    }
    gaps.add(
        new ListResult.Gap(
            name(place),
            "\"%s\": %s".formatted(place, FileErrors.reason(e, place)),
            FileErrors.isRefused(e) ? ListResult.Cause.REFUSED : ListResult.Cause.FAILED));
    return FileVisitResult.CONTINUE;
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
