package org.nessiebackup.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The file or folder because of which something was refused, and who we are. */
final class Culprit {
  static final String HINT =
      "Run it as the user to whom that belongs, or let the group in: a folder with group rights and"
          + " the setgid bit (chmod g+rwxs) passes them on to what is made in it.";

  /** On Linux its owner is the user of the process. */
  private static final Path SELF = Path.of("/proc/self");

  private static final Path STATUS = SELF.resolve("status");
  private static final int MODE_BITS = 07777;

  private Culprit() {}

  /** The first on the way to a file that stops us, with its owner and mode. */
  static String of(Path file) {
    Path found = find(file.toAbsolutePath());
    return "\"%s\"%s".formatted(found, detail(found));
  }

  /** The file on the way to another, where a folder is needed. */
  static Optional<Path> fileAbove(Path file) {
    Path above = file.toAbsolutePath().getParent();
    while (above != null && !Files.exists(above)) {
      above = above.getParent();
    }
    return Optional.ofNullable(above).filter(found -> !Files.isDirectory(found));
  }

  private static Path find(Path file) {
    Path current = file.getRoot();
    for (Path part : file) {
      if (!Files.isExecutable(current)) {
        return current;
      }
      Path next = current.resolve(part);
      if (!Files.exists(next, LinkOption.NOFOLLOW_LINKS)) {
        // To be made there.
        return current;
      }
      if (next.equals(file)) {
        return isOpen(file) ? folderOf(file) : file;
      }
      current = next;
    }
    return file;
  }

  private static boolean isOpen(Path file) {
    return Files.isDirectory(file)
        ? Files.isReadable(file) && Files.isExecutable(file)
        : Files.isReadable(file);
  }

  /** What can be read and yet not removed or replaced is so because of its folder. */
  private static Path folderOf(Path file) {
    return Files.isDirectory(file) && !Files.isWritable(file) ? file : file.getParent();
  }

  private static String detail(Path file) {
    try {
      Map<String, Object> found = Files.readAttributes(file, "unix:uid,gid,mode");
      return " (owner %s, group %s, mode %s%s)"
          .formatted(
              found.get("uid"),
              found.get("gid"),
              Integer.toOctalString((int) found.get("mode") & MODE_BITS),
              whoWeAre());
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException unknown) {
      return "";
    }
  }

  private static String whoWeAre() {
    try {
      Map<String, Object> self = Files.readAttributes(SELF, "unix:uid,gid");
      return "; this process is user %s, group %s%s"
          .formatted(self.get("uid"), self.get("gid"), otherGroups());
    } catch (IOException notLinux) {
      return "";
    }
  }

  private static String otherGroups() throws IOException {
    return Files.readAllLines(STATUS).stream()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("groups:"))
        .map(line -> line.substring("groups:".length()).strip().replaceAll("\\s+", ", "))
        .filter(groups -> !groups.isEmpty())
        .map(groups -> ", with groups " + groups)
        .findFirst()
        .orElse("");
  }
}
