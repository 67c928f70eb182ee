package org.nessiebackup.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

/**
 * Who besides the owner may use what is made in a folder: nobody, or the folder's group.
 *
 * <p>A folder shows that it is meant for its group by the setgid bit, or by letting the group write
 * and not everybody. What is made in it then has the group rights of the folder itself; files are
 * never writable for the group, since none is ever written twice. The world gets nothing.
 *
 * @param known whether the file system has owners and modes
 * @param group the rights of the group, as the three bits of a mode
 * @param setgid whether new folders pass on the group
 */
record GroupAccess(boolean known, int group, boolean setgid) {
  private static final int SETGID = 02000;
  private static final int GROUP_WRITE = 020;
  private static final int WORLD_WRITE = 02;
  private static final int READ = 4;
  private static final int WRITE = 2;
  private static final int SEARCH = 1;
  private static final int GROUP_READ = 040;
  private static final int GROUP_ALL = 070;
  private static final int MODE_BITS = 07777;
  private static final String MODE = "unix:mode";

  private static final GroupAccess UNKNOWN = new GroupAccess(false, 0, false);

  /** As a folder passes it on; {@code folder} may be null, for what has none above it. */
  static GroupAccess of(Path folder) {
    if (folder == null || !folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return UNKNOWN;
    }
    try {
      int mode = (int) Files.getAttribute(folder, MODE);
      boolean setgid = (mode & SETGID) != 0;
      boolean shared = setgid || ((mode & GROUP_WRITE) != 0 && (mode & WORLD_WRITE) == 0);
      return new GroupAccess(true, shared ? mode >> 3 & 07 : 0, setgid);
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return new GroupAccess(true, 0, false);
    }
  }

  /**
   * Opens a folder, and what whoever asks owns in it, for the folder's group.
   *
   * @throws IOException if the folder itself cannot be opened
   */
  static void open(Path root) throws IOException {
    add(root, SETGID | GROUP_ALL);
    try (Stream<Path> inside = Files.walk(root)) {
      for (Path each : (Iterable<Path>) inside.skip(1)::iterator) {
        try {
          if (Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)) {
            add(each, SETGID | GROUP_ALL);
          } else if (Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS)) {
            add(each, GROUP_READ);
          }
        } catch (FileSystemException notOurs) {
          // Its owner may open it.
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void add(Path file, int bits) throws IOException {
    int mode = (int) Files.getAttribute(file, MODE, LinkOption.NOFOLLOW_LINKS) & MODE_BITS;
    if ((mode | bits) != mode) {
      Files.setAttribute(file, MODE, mode | bits);
    }
  }

  FileAttribute<?>[] ofNewFile() {
    return attributes("rw-", group & READ);
  }

  FileAttribute<?>[] ofNewFolder() {
    return attributes("rwx", group);
  }

  private FileAttribute<?>[] attributes(String owner, int ofGroup) {
    if (!known) {
      return new FileAttribute<?>[0];
    }
    String granted =
        owner
            + ((ofGroup & READ) == 0 ? "-" : "r")
            + ((ofGroup & WRITE) == 0 ? "-" : "w")
            + ((ofGroup & SEARCH) == 0 ? "-" : "x")
            + "---";
    return new FileAttribute<?>[] {
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(granted))
    };
  }

  /**
   * Lets the group write to a new folder: the usual umask takes that right away and no other. A
   * umask that takes all rights of the group away is meant.
   */
  void letGroupWrite(Path folder) throws IOException {
    if (known && (group & WRITE) != 0) {
      int mode = (int) Files.getAttribute(folder, MODE) & MODE_BITS;
      if ((mode & GROUP_READ) != 0 && (mode & GROUP_WRITE) == 0) {
        Files.setAttribute(folder, MODE, mode | GROUP_WRITE);
      }
    }
  }
}
