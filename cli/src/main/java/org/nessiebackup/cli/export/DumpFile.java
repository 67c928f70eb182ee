package org.nessiebackup.cli.export;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.segment.DumpCompression;
import org.nessiebackup.store.FileErrors;

/**
 * A file for a dump, or standard output. A file has a temporary name until it is whole, so that
 * nobody takes half a dump for one; only its owner may read it.
 */
record DumpFile(String name, Compression compression) {
  private static final DateTimeFormatter DEFAULT_NAME =
      DateTimeFormatter.ofPattern("'nessie-backup-'yyyyMMdd-HHmmss", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final String STANDARD_OUTPUT = "-";
  private static final int BUFFER = 1 << 16;

  /** How the text is compressed. */
  enum Compression {
    NONE(""),
    GZIP(".gz"),
    ZSTD(".zst");

    private final String suffix;

    Compression(String suffix) {
      this.suffix = suffix;
    }

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    private OutputStream compress(OutputStream target) throws IOException {
      return switch (this) {
        case NONE -> target;
        case GZIP -> new GZIPOutputStream(target, BUFFER);
        case ZSTD -> DumpCompression.zstd(target);
      };
    }
  }

  /** The usual name. */
  static DumpFile named(Instant now, String suffix, Compression compression) {
    return new DumpFile(DEFAULT_NAME.format(now) + suffix + compression.suffix, compression);
  }

  /** The name that somebody wants. */
  static DumpFile at(String name, Compression compression) {
    return new DumpFile(name, compression);
  }

  boolean isStandardOutput() {
    return name.equals(STANDARD_OUTPUT);
  }

  /** Begins to write. */
  Writing begin(PrintStream standardOutput) throws IOException {
    if (isStandardOutput()) {
      return new Writing(new PipeOutput(standardOutput), null, null, compression);
    }
    Path target = path().toAbsolutePath();
    Path temporary = Files.createTempFile(target.getParent(), ".nessie-backup-", ".partial");
    return new Writing(Files.newOutputStream(temporary), temporary, target, compression);
  }

  private Path path() {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw Failure.USAGE.exception(
          "\"" + name + "\" is not a file name: " + e.getReason(), null, e);
    }
  }

  /** Puts an error into words. */
  BackupException failure(IOException e) {
    return Failure.STORE.exception(
        "cannot write to \"%s\": %s"
            .formatted(isStandardOutput() ? "standard output" : name, reason(e)),
        null,
        e);
  }

  private String reason(IOException e) {
    return isStandardOutput()
        ? String.valueOf(e.getMessage())
        : FileErrors.whyNotWritten(e, path());
  }

  /** A dump that is being written. */
  static final class Writing implements AutoCloseable {
    private final CountedOutput counted;
    private final OutputStream body;
    private final Path temporary;
    private final Path target;

    private Writing(OutputStream raw, Path temporary, Path target, Compression compression)
        throws IOException {
      this.counted = new CountedOutput(raw);
      this.temporary = temporary;
      this.target = target;
      this.body = compression.compress(counted);
    }

    OutputStream body() {
      return body;
    }

    /** Gives the file its name, and returns its length. */
    long commit() throws IOException {
      body.close();
      if (target != null) {
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
          channel.force(true);
        }
        Files.move(
            temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      }
      return counted.bytes();
    }

    /** Removes what was not committed. */
    @Override
    public void close() throws IOException {
      body.close();
      if (temporary != null) {
        Files.deleteIfExists(temporary);
      }
    }
  }
}
