package org.nessiebackup.store;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Finds the full disk among the errors of the file system, which Java gives no type of its own, and
 * says what it is that Java tells by the type alone.
 */
final class DiskErrors {
  private DiskErrors() {}

  static IOException translate(IOException error, Path folder) {
    String text = String.valueOf(error.getMessage()).toLowerCase(Locale.ROOT);
    boolean full =
        text.contains("no space left")
            || text.contains("quota exceeded")
            || text.contains("disk full");
    if (full) {
      return new StoreFullException("no room left in " + folder, error);
    }
    return error instanceof AccessDeniedException denied
        ? new IOException("permission denied: " + denied.getFile(), error)
        : error;
  }
}
