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
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Walks a folder for the temporary files of uploads. */
final class UnfinishedFiles extends SimpleFileVisitor<Path> {
  /** As {@link FolderUpload} names them: prefix, a UUID, and the last part of the object's name. */
  private static final Pattern TEMPORARY =
      Pattern.compile(Pattern.quote(FolderStore.TEMPORARY_PREFIX) + "[0-9a-f-]{36}-(.+)");

  private final Path root;
  private final List<UnfinishedUpload> found = new ArrayList<>();

  private UnfinishedFiles(Path root) {
    this.root = root;
  }

  static List<UnfinishedUpload> of(Path root) throws IOException {
    UnfinishedFiles files = new UnfinishedFiles(root.toRealPath());
    Files.walkFileTree(files.root, files);
    files.found.sort(Comparator.comparing(UnfinishedUpload::handle));
    return files.found;
  }

  /** Where the bytes of an upload are; refuses handles that this class does not give out. */
  static Path file(Path root, UnfinishedUpload upload) throws IOException {
    Path handle = Path.of(upload.handle());
    if (!object(handle).equals(Optional.of(upload.name()))) {
      throw new IOException("\"" + upload.handle() + "\" is not an unfinished upload");
    }
    return root.resolve(handle);
  }

  @Override
  public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
    boolean hidden = !folder.equals(root) && folder.getFileName().toString().startsWith(".");
    return hidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    Path handle = root.relativize(file);
    if (attributes.isRegularFile()) {
      object(handle)
          .ifPresent(
              name ->
                  found.add(
                      new UnfinishedUpload(
                          name, handle.toString(), attributes.lastModifiedTime().toInstant())));
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
    // Committed or removed since we looked at the folder, or a folder that is none of ours.
    if (e instanceof NoSuchFileException || !Files.isRegularFile(file)) {
      return FileVisitResult.CONTINUE;
    }
    throw e;
  }

  @Override
  public FileVisitResult postVisitDirectory(Path folder, IOException e) {
    return FileVisitResult.CONTINUE;
  }

  /** The name of the object that a temporary file would have become, if it is such a file. */
  private static Optional<String> object(Path handle) {
    Matcher temporary = TEMPORARY.matcher(handle.getFileName().toString());
    if (handle.isAbsolute() || !temporary.matches()) {
      return Optional.empty();
    }
    String name = handle.resolveSibling(temporary.group(1)).toString().replace('\\', '/');
    return Optional.of(name).filter(ObjectName::isValid);
  }
}
