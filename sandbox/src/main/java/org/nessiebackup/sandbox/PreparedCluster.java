package org.nessiebackup.sandbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * A cluster as {@code initdb} has left it, of which others are copies: that takes a tenth of the
 * work. Each copy gets an identifier of its own, as servers are told apart by it.
 *
 * @param folder where it is, once it is there
 */
record PreparedCluster(Path folder) {

  /** A folder where the build of this checkout keeps such clusters; without it there are none. */
  private static final String WANTED_PLACE = "nessiebackup.clusters";

  /** Where the first page of a file of the log has the identifier. */
  private static final int IN_LOG = 24;

  /** The one that the programs in a folder have made or would make. */
  static Optional<PreparedCluster> of(Path programs) {
    String place = System.getProperty(WANTED_PLACE, "");
    return place.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new PreparedCluster(
                Path.of(place).resolve(programs.toAbsolutePath().toString().replace('/', '_'))));
  }

  /** Copies it into a folder that is not there yet; answers whether there is one to copy. */
  boolean copyTo(Path data) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    copy(folder, data);
    renumber(data, ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE));
    return true;
  }

  /** Keeps a new cluster, unless another process was quicker. */
  void keep(Path data) throws IOException {
    Files.createDirectories(folder.getParent());
    Path partial = Files.createTempDirectory(folder.getParent(), folder.getFileName() + "-");
    copy(data, partial.resolve("data"));
    try {
      Files.move(partial.resolve("data"), folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException failure) {
      if (!Files.isDirectory(folder)) {
        throw failure;
      }
    } finally {
      Folders.delete(partial);
    }
  }

  private static void copy(Path source, Path target) throws IOException {
    try (Stream<Path> paths = Files.walk(source)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        Files.copy(
            path, target.resolve(source.relativize(path)), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  private static void renumber(Path data, long identifier) throws IOException {
    Path control = data.resolve("global/pg_control");
    byte[] content = Files.readAllBytes(control);
    ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.nativeOrder());
    int length = checkedLength(bytes);
    long before = bytes.getLong(0);
    bytes.putLong(0, identifier).putInt(length, checksum(bytes, length));
    Files.write(control, content);
    List<Path> log;
    try (Stream<Path> files = Files.list(data.resolve("pg_wal"))) {
      log = files.filter(Files::isRegularFile).toList();
    }
    for (Path file : log) {
      renumberLog(file, before, identifier);
    }
  }

  /** How many bytes come before their checksum, which is another number in each release. */
  private static int checkedLength(ByteBuffer control) {
    for (int length = Long.BYTES; length < control.capacity(); length += Integer.BYTES) {
      if (checksum(control, length) == control.getInt(length)) {
        return length;
      }
    }
    throw new IllegalStateException("The cluster's control file has no checksum");
  }

  private static int checksum(ByteBuffer control, int length) {
    CRC32C checksum = new CRC32C();
    checksum.update(control.duplicate().position(0).limit(length));
    return (int) checksum.getValue();
  }

  private static void renumberLog(Path file, long before, long identifier) throws IOException {
    ByteBuffer number = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
    try (FileChannel log =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      log.read(number, IN_LOG);
      if (number.getLong(0) != before) {
        throw new IllegalStateException(
            "\"%s\" does not begin with its cluster's identifier".formatted(file));
      }
      log.write(number.clear().putLong(identifier).flip(), IN_LOG);
    }
  }
}
