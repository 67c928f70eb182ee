package org.nessiebackup.imports;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.segment.DumpCompression;

/** Opens a dump and turns away, with advice, what is no plain SQL text. */
final class DumpOpener {
  private static final int LONGEST_MAGIC = 6;

  private DumpOpener() {}

  /** The text, without compression and byte order mark. */
  static InputStream open(InputStream dump, String file) {
    try {
      PushbackInputStream text = new PushbackInputStream(DumpCompression.open(dump), LONGEST_MAGIC);
      byte[] start = text.readNBytes(LONGEST_MAGIC);
      String magic = new String(start, StandardCharsets.ISO_8859_1);
      check(magic, file);
      int skipped = magic.startsWith("ï»¿") ? 3 : 0;
      text.unread(start, skipped, start.length - skipped);
      return text;
    } catch (org.nessiebackup.segment.DamagedSegmentException e) {
      throw refused(file, e.getMessage(), "Use another copy of the dump.", e);
    } catch (IOException e) {
      throw Failure.STORE.exception("cannot read \"" + file + "\": " + e.getMessage(), null, e);
    }
  }

  private static void check(String magic, String file) {
    if (magic.startsWith("PGDMP")) {
      throw refused(
          file,
          "it is in pg_dump's custom format",
          "`pg_restore -f dump.sql FILE` turns it into plain SQL.",
          null);
    }
    if (magic.startsWith("ÿþ") || magic.startsWith("þÿ")) {
      throw refused(
          file,
          "it is in UTF-16",
          "A shell's redirection did that; let pg_dump write the file itself, with -f.",
          null);
    }
    if (magic.startsWith("BZh") || magic.equals("ý7zXZ\0") || magic.startsWith("PK")) {
      throw refused(
          file,
          "it is compressed by a program other than gzip and zstd",
          "Decompress it first.",
          null);
    }
  }

  private static BackupException refused(String file, String why, String hint, Throwable cause) {
    return Failure.DUMP_NOT_UNDERSTOOD.exception(
        "\"" + file + "\" is no plain SQL dump: " + why, hint, cause);
  }
}
