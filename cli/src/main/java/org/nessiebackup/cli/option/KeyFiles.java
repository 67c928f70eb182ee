package org.nessiebackup.cli.option;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Consumer;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.cli.text.FileName;
import org.nessiebackup.store.FileErrors;

/** Files with keys in them. No message repeats what they hold. */
public final class KeyFiles {
  private static final int LONGEST = 64 * 1024;
  private static final Set<PosixFilePermission> OF_OTHERS =
      PosixFilePermissions.fromString("---rwxrwx");
  private static final Set<PosixFilePermission> OF_EVERYBODY =
      PosixFilePermissions.fromString("------rwx");

  private KeyFiles() {}

  /**
   * A path, as a user has written it.
   *
   * @param option where, for messages
   * @throws BackupException {@link Failure#USAGE} if it is none; without repeating it
   */
  public static Path path(String text, String option) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw Failure.USAGE.exception("what " + option + " gives is not the name of a file", null, e);
    }
  }

  /**
   * The content of a file with a secret.
   *
   * @param what what to call it in messages, such as {@code host key}
   * @param warn hears if others may read the file
   * @throws BackupException {@link Failure#KEY_MISSING} if it cannot be read
   */
  public static String secret(Path file, String what, Consumer<String> warn) {
    String text = text(file, what);
    if (othersMayRead(file)) {
      warn.accept(
          "the %s in \"%s\" can be read by others: chmod 600 \"%s\"".formatted(what, file, file));
    }
    return text;
  }

  /** The content of a file that everybody may read. */
  static String text(Path file, String what) {
    try (InputStream in = Files.newInputStream(file)) {
      return withoutMark(new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw Failure.KEY_MISSING.exception(
          "cannot read the %s in %s: %s"
              .formatted(what, FileName.shown(file.toString()), FileErrors.reason(e, file)),
          "Check the path, and who may read the file.",
          e);
    }
  }

  /** What some editors put before everything else. */
  static String withoutMark(String text) {
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  /**
   * Rights of the group count in a file of one's own only: a mounted Secret belongs to root and is
   * readable for a pod by its group, which its reader neither can nor has to change.
   */
  private static boolean othersMayRead(Path file) {
    try {
      Set<PosixFilePermission> granted = Files.getPosixFilePermissions(file);
      boolean mine = Files.getOwner(file).getName().equals(System.getProperty("user.name"));
      return granted.stream().anyMatch(mine ? OF_OTHERS::contains : OF_EVERYBODY::contains);
    } catch (IOException | UnsupportedOperationException e) {
      // A file system that knows no permissions, or no file: nothing to warn of.
      return false;
    }
  }

  /**
   * Writes a secret into a new file that only its owner may read, and makes it durable.
   *
   * @param option names another file
   * @throws BackupException {@link Failure#USAGE} if there is such a file, or it cannot be made
   */
  public static void write(Path file, String what, String option, String text) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null && !Files.isDirectory(folder)) {
        Files.createDirectories(folder, mode("rwx------"));
      }
      try (FileChannel channel =
          FileChannel.open(
              file,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              mode("rw-------"))) {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      if (folder != null) {
        try (FileChannel directory = FileChannel.open(folder)) {
          directory.force(true);
        }
      }
    } catch (IOException | UnsupportedOperationException e) {
      throw Failure.USAGE.exception(
          "cannot write the %s to \"%s\": %s"
              .formatted(what, file, FileErrors.whyNotWritten(e, file)),
          "Name another file with %s, outside the vault.".formatted(option),
          e);
    }
  }

  private static FileAttribute<Set<PosixFilePermission>> mode(String permissions) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
  }

  /** Why a file cannot be read or written, without its name, which may be a secret. */
  public static String reason(Exception e, String file) {
    return e instanceof InvalidPathException
        ? "it is not the name of a file"
        : FileErrors.reason(e, Path.of(file));
  }
}
