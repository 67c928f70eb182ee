package org.nessiebackup.export;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.nessiebackup.nessie.NessieArchive;

/**
 * A zip file of messages, written one file of it after the other. Until {@link #finish} it has no
 * directory, without which nobody takes it for a zip file.
 */
final class ZipFiles {
  private static final int BUFFER = 64 << 10;

  private final OutputStream target;
  private final ZipOutputStream zip;
  private final LocalDateTime written;

  /** Into a stream, which stays open. */
  ZipFiles(OutputStream target, Instant written) {
    this.target = new BufferedOutputStream(target, BUFFER);
    this.zip = new ZipOutputStream(this.target);
    this.written = LocalDateTime.ofInstant(written, ZoneOffset.UTC);
  }

  /** A file of one message. */
  void write(String name, byte[] message) {
    attempt(
        () -> {
          begin(name);
          zip.write(message);
          zip.closeEntry();
        });
  }

  /** Begins a file of many messages, each behind its length. */
  Messages messages(String prefix) {
    return new Messages(prefix + "-00000001");
  }

  /** A file of many messages, which is there if there is a message. */
  final class Messages {
    private final String name;
    private long count;

    private Messages(String name) {
      this.name = name;
    }

    void add(byte[] message) {
      attempt(
          () -> {
            if (count == 0) {
              begin(name);
            }
            NessieArchive.writeDelimited(zip, message);
          });
      count++;
    }

    void close() {
      if (count > 0) {
        attempt(zip::closeEntry);
      }
    }

    /** What was added. */
    NessieArchive.Files files() {
      return new NessieArchive.Files(count, count == 0 ? List.of() : List.of(name));
    }
  }

  private void begin(String name) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(written);
    zip.putNextEntry(entry);
  }

  /** Makes it a zip file. */
  void finish() {
    attempt(
        () -> {
          zip.finish();
          target.flush();
        });
  }

  private interface Step {
    void run() throws IOException;
  }

  private static void attempt(Step step) {
    try {
      step.run();
    } catch (IOException e) {
      throw DumpText.cannotWrite("the archive", e);
    }
  }
}
