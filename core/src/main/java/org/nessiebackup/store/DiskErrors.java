package org.nessiebackup.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** Finds the full disk among the errors of the file system, which Java gives no type of its own. */
final class DiskErrors {
  private DiskErrors() {}

  static IOException translate(IOException error, Path folder) {
    String text = String.valueOf(error.getMessage()).toLowerCase(Locale.ROOT);
    boolean full =
        text.contains("no space left")
            || text.contains("quota exceeded")
            || text.contains("disk full");
    return full ? new StoreFullException("no room left in " + folder, error) : error;
  }
}
