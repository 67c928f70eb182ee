package org.nessiebackup.cli.metrics;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Map;
import org.nessiebackup.report.metrics.Metric;
import org.nessiebackup.report.metrics.Metrics;
import org.nessiebackup.report.metrics.MetricsText;

/**
 * A file for the textfile collector of the node exporter, shared by the commands of a vault. It is
 * replaced as a whole, so that nobody reads half of it; and it is the memory of former runs.
 */
public final class MetricsFile {
  private static final int LONGEST = 4 << 20;
  private static final int LOCK_ATTEMPTS = 20;
  private static final long LOCK_MILLIS = 100;

  private final Path file;

  /** Touches nothing yet. */
  public MetricsFile(Path file) {
    this.file = file.toAbsolutePath();
  }

  /**
   * Merges a report into it.
   *
   * @return what was there before
   * @throws IOException if it cannot be read or written, or is a file of somebody else; then it is
   *     as it was
   */
  public Metrics add(Metrics report) throws IOException {
    Path lock = file.resolveSibling("." + file.getFileName() + ".lock");
    try (FileChannel channel =
        FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      // Closing the channel gives the lock back; so does the end of a process that is killed.
      waitFor(channel);
      Metrics former = read();
      replace(MetricsText.write(former.with(report)));
      return former;
    }
  }

  /**
   * Two commands that end at the same moment must not lose each other's report. But whoever holds
   * the lock for long is stuck, and a file system may know no locks: then one goes on without.
   */
  private static void waitFor(FileChannel channel) {
    for (int attempt = 0; attempt < LOCK_ATTEMPTS; attempt++) {
      try {
        FileLock lock = channel.tryLock();
        if (lock != null) {
          return;
        }
      } catch (OverlappingFileLockException held) {
        // By another thread of this process.
      } catch (IOException e) {
        return;
      }
      try {
        Thread.sleep(LOCK_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private Metrics read() throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(LONGEST);
    } catch (NoSuchFileException e) {
      return Metrics.NONE;
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (!text.isBlank() && !text.contains(Metric.PREFIX)) {
      throw new IOException("it has content, and none of it is ours");
    }
    return MetricsText.read(text, Map.of());
  }

  private void replace(String text) throws IOException {
    if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException("it is a folder");
    }
    Path fresh =
        file.resolveSibling(".%s.%d".formatted(file.getFileName(), ProcessHandle.current().pid()));
    try {
      // Readable as the umask has it, since the collector is another user; then as somebody has
      // it changed.
      Files.writeString(fresh, text);
      keepAccess(fresh);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  /** Whoever has given the file to a group, and to nobody else, has done so once for all. */
  private void keepAccess(Path fresh) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    PosixFileAttributeView own = Files.getFileAttributeView(fresh, PosixFileAttributeView.class);
    if (own == null) {
      return;
    }
    PosixFileAttributes former = Files.readAttributes(file, PosixFileAttributes.class);
    if (!former.group().equals(own.readAttributes().group())) {
      try {
        own.setGroup(former.group());
      } catch (IOException e) {
        // Not one of ours: then its readers are those that the mode names, and the folder's group.
        return;
      }
    }
    own.setPermissions(former.permissions());
  }
}
