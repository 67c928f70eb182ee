package org.nessiebackup.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Files of this machine. Their locations are absolute paths, with or without {@code file:} before
 * them, and are taken literally: nobody who writes them down encodes anything.
 */
public final class LocalFiles implements FileProbe {
  private static final String SCHEME = "file:";

  /** Touches nothing yet. */
  public LocalFiles() {}

  @Override
  public boolean exists(String location) throws IOException {
    Path file = path(location);
    if (Files.isRegularFile(file)) {
      return true;
    }
    if (!Files.exists(file) && !Files.notExists(file)) {
      throw new IOException("cannot look at \"" + file + "\"; see who may read its folders");
    }
    checkMounted(file);
    return false;
  }

  @Override
  public InputStream open(String location) throws IOException {
    Path file = path(location);
    try {
      return Files.newInputStream(file);
    } catch (NoSuchFileException e) {
      checkMounted(file);
      throw new NoSuchObjectException("no \"" + file + "\"", e);
    }
  }

  /** A warehouse that another machine has, or that is not mounted here, has lost nothing. */
  private static void checkMounted(Path file) throws IOException {
    Path top = file.getRoot().resolve(file.getName(0));
    if (!top.equals(file) && Files.notExists(top)) {
      throw new IOException("there is no folder \"" + top + "\" on this machine");
    }
  }

  private static Path path(String location) throws IOException {
    String text = location.startsWith(SCHEME) ? location.substring(SCHEME.length()) : location;
    try {
      Path path = Path.of(text.replaceFirst("^/{2,}", "/"));
      if (path.isAbsolute() && path.getNameCount() > 0) {
        return path;
      }
    } catch (InvalidPathException e) {
      throw new IOException("\"" + location + "\" is no path: " + e.getReason(), e);
    }
    throw new IOException("\"" + location + "\" is no absolute path");
  }
}
