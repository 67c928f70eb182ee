package org.nessiebackup.store;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Puts errors of the file system into words. Java says some by the type alone, with the path as the
 * only message, and gives a full disk no type of its own.
 */
public final class FileErrors {
  private static final List<String> FULL = List.of("no space left", "quota exceeded", "disk full");

  private FileErrors() {}

  /**
   * What is wrong, such as {@code there is no such file} or {@code permission denied: "/backup"
   * (owner 0, group 0, mode 700; this process is user 10000, groups 10001)}.
   *
   * @param error what came of working on {@code file}
   * @param file what was to be read, written or removed
   */
  public static String reason(Exception error, Path file) {
    return switch (error) {
      case NoSuchFileException missing -> "there is no such file";
      case AccessDeniedException denied -> "permission denied: " + Culprit.of(file);
      case FileAlreadyExistsException taken -> "there is such a file already";
      case NotDirectoryException notFolder -> "\"%s\" is not a folder".formatted(file);
      case InvalidPathException invalid -> "it is not a file name: " + invalid.getReason();
      case FileSystemException other -> ofText(other, other.getReason(), file);
      default -> ofText(error, error.getMessage(), file);
    };
  }

  /** The same for a file that is to be written: it is missing only where its folder is. */
  public static String whyNotWritten(Exception error, Path file) {
    return error instanceof NoSuchFileException ? "there is no such folder" : reason(error, file);
  }

  private static String ofText(Exception error, String text, Path file) {
    if (text == null || text.isBlank()) {
      return error.getClass().getSimpleName();
    }
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "not a directory" ->
          "\"%s\" is a file, and a folder is needed there"
              .formatted(Culprit.fileAbove(file).orElse(file));
      case "is a directory" -> "it is a folder, not a file";
      case "operation not permitted" -> "operation not permitted: " + Culprit.of(file);
      default -> text;
    };
  }

  /** Whether the file system refuses this to whoever asks. */
  static boolean isRefused(IOException error) {
    return error instanceof AccessDeniedException
        || text(error).startsWith("operation not permitted");
  }

  /**
   * The same error, as a store names it.
   *
   * @param file what was to be read, written or removed
   */
  static IOException translate(IOException error, Path file) {
    if (FULL.stream().anyMatch(text(error)::contains)) {
      return new StoreFullException("no room left in " + nearestFolder(file), error);
    }
    if (isRefused(error)) {
      return new AccessRefusedException(reason(error, file), Culprit.HINT, error);
    }
    return error instanceof FileSystemException
        ? new IOException("\"%s\": %s".formatted(file, reason(error, file)), error)
        : error;
  }

  /** An error that came while an object was opened or read. */
  static IOException ofReading(IOException error, Path file) {
    IOException translated = translate(error, file);
    return translated instanceof AccessRefusedException || error instanceof ClosedChannelException
        ? translated
        : new ObjectUnreadableException(
            "\"%s\" cannot be read: %s".formatted(file, reason(error, file)), error);
  }

  private static String text(IOException error) {
    String text = error instanceof FileSystemException e ? e.getReason() : error.getMessage();
    return String.valueOf(text).toLowerCase(Locale.ROOT);
  }

  private static Path nearestFolder(Path file) {
    return Files.isDirectory(file) || file.getParent() == null ? file : file.getParent();
  }
}
