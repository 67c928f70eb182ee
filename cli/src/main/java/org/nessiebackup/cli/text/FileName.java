package org.nessiebackup.cli.text;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Whether a text is the name of a file. Where a secret's file is asked for, people give the secret
 * itself; so a name is shown only if something speaks for it.
 */
public final class FileName {
  private FileName() {}

  /** Whether there is such a file, or at least the folder in which it would be. */
  public static boolean isLikely(String text) {
    try {
      Path path = Path.of(text);
      Path folder = path.getParent();
      boolean beside = folder != null && folder.getNameCount() > 0 && Files.isDirectory(folder);
      return !text.isEmpty() && (beside || Files.exists(path));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** How to call a file in a message: by its name in quotes, if that may be shown. */
  public static String shown(String text) {
    return isLikely(text)
        ? "\"" + text + "\""
        : "(its name is not shown: it may be the secret itself)";
  }
}
