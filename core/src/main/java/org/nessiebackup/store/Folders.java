package org.nessiebackup.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Makes the folders of a store, removes them when they are empty, and makes names durable. */
final class Folders {
  /** As file systems say that they have nothing to force for a folder. */
  private static final List<String> NOTHING_TO_FORCE =
      List.of(
          "invalid argument",
          "bad file descriptor",
          "not supported",
          "operation not supported",
          "function not implemented");

  private Folders() {}

  /**
   * Makes a folder and those above it, each with the rights that the one above it passes on.
   *
   * @param root the store's folder: below it the group may write wherever it may write there
   */
  static void make(Path root, Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Path parent = folder.getParent();
    if (parent != null) {
      make(root, parent);
    }
    GroupAccess sharing = GroupAccess.of(parent);
    try {
      Files.createDirectory(folder, sharing.ofNewFolder());
      if (parent != null && parent.startsWith(root)) {
        sharing.letGroupWrite(folder);
      }
    } catch (FileAlreadyExistsException e) {
      // Another thread or process made it, which is as good.
      if (!Files.isDirectory(folder)) {
        throw e;
      }
    }
    if (parent != null) {
      force(parent);
    }
  }

  /**
   * What lies in a folder and is no file, by names that begin with a prefix; each with a slash
   * behind. What it is, and whether it can be looked into, is for whoever looks into it to find
   * out.
   */
  static List<String> below(Path folder, String prefix) throws IOException {
    String above = prefix.substring(0, prefix.lastIndexOf('/') + 1);
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
      for (Path child : children) {
        String name = above + child.getFileName();
        if (name.startsWith(prefix)
            && ObjectName.isValid(name)
            && !Files.isRegularFile(child, LinkOption.NOFOLLOW_LINKS)) {
          names.add(name + "/");
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    names.sort(Comparator.naturalOrder());
    return names;
  }

  /** What a new file in a folder is made with. */
  static FileAttribute<?>[] ofNewFile(Path folder) {
    return GroupAccess.of(folder).ofNewFile();
  }

  /** A bucket has no folders; neither shall a store keep empty ones. */
  static void removeEmpty(Path root, Path folder) throws IOException {
    Path current = folder;
    try {
      while (!current.equals(root)) {
        Files.delete(current);
        current = current.getParent();
      }
    } catch (DirectoryNotEmptyException | NoSuchFileException | AccessDeniedException keep) {
      // Others put files there, were quicker, or own the folder above; it does no harm.
    }
    forceNearest(current);
  }

  /** Somebody else may remove the folder meanwhile; then it is its parent that has changed. */
  private static void forceNearest(Path folder) throws IOException {
    for (Path current = folder; current != null; current = current.getParent()) {
      try {
        force(current);
        return;
      } catch (NoSuchFileException removed) {
        // Whoever removed it forces what is above; doing so as well does no harm.
      }
    }
  }

  /**
   * Makes the names in a folder durable, as fsync of a directory does.
   *
   * <p>Some file systems, of networks and in user space above all, know no such thing and say so;
   * PostgreSQL passes over that too. An error of the disk is one.
   */
  static void force(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      force(channel);
    } catch (AccessDeniedException mayNotBeListed) {
      // Who may add names to a folder need not be allowed to open it.
    }
  }

  private static void force(FileChannel channel) throws IOException {
    try {
      channel.force(true);
    } catch (IOException e) {
      String text = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
      if (!NOTHING_TO_FORCE.contains(text)) {
        throw e;
      }
    }
  }
}
