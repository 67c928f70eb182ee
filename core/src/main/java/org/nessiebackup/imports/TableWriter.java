package org.nessiebackup.imports;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.TableShape;
import org.nessiebackup.imports.value.LargeBytes;
import org.nessiebackup.manifest.SegmentEntry;
import org.nessiebackup.manifest.TableEntry;
import org.nessiebackup.segment.RowDigest;
import org.nessiebackup.segment.SegmentSummary;
import org.nessiebackup.segment.SegmentWriter;
import org.nessiebackup.vault.ObjectWriter;
import org.nessiebackup.vault.PendingBackup;
import org.nessiebackup.vault.Vault;

/** Writes a table's rows as segments of about 256 MiB. */
final class TableWriter implements AutoCloseable {
  static final long SEGMENT_BYTES = 256L * 1024 * 1024;

  /** Signature, flags, length of the header's extension. */
  private static final byte[] HEADER =
      "PGCOPY\nÿ\r\n\0\0\0\0\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);

  private static final byte[] TRAILER = {-1, -1};

  private final Vault vault;
  private final PendingBackup backup;
  private final String table;
  private final int fields;
  private final long segmentBytes;
  private final ByteBuffer batch = ByteBuffer.allocate(64 * 1024);
  private final List<SegmentEntry> segments = new ArrayList<>();
  private RowDigest digest = RowDigest.EMPTY;
  private ObjectWriter segment;
  private SegmentWriter writer;
  private long written;

  /**
   * Stores nothing yet.
   *
   * @param fields the number of columns
   * @param segmentBytes when to begin the next segment
   */
  TableWriter(Vault vault, PendingBackup backup, String table, int fields, long segmentBytes) {
    this.vault = vault;
    this.backup = backup;
    this.table = table;
    this.fields = fields;
    this.segmentBytes = segmentBytes;
  }

  void startRow() {
    if (segment == null) {
      openSegment();
    }
    room(Short.BYTES).putShort((short) fields);
  }

  void nullField() {
    room(Integer.BYTES).putInt(-1);
  }

  void field(byte[] bytes, int offset, int length) {
    room(Integer.BYTES).putInt(length);
    part(bytes, offset, length);
  }

  /** A field that comes in pieces. */
  void field(LargeBytes value) {
    room(Integer.BYTES).putInt(value.length());
    value.writeTo(this::part);
  }

  private void part(byte[] bytes, int offset, int length) {
    if (length <= batch.capacity()) {
      room(length).put(bytes, offset, length);
    } else {
      flush();
      write(bytes, offset, length);
    }
  }

  void endRow() {
    if (written + batch.position() >= segmentBytes) {
      closeSegment();
    }
  }

  /** Ends the last segment and says what was written; a table without rows has one, too. */
  TableEntry finish(TableShape shape) {
    if (segment == null && segments.isEmpty()) {
      openSegment();
    }
    if (segment != null) {
      closeSegment();
    }
    long rows = segments.stream().mapToLong(SegmentEntry::rows).sum();
    return new TableEntry(
        shape, Optional.empty(), rows, digest.hex(), segments, Optional.empty(), Optional.empty());
  }

  private ByteBuffer room(int bytes) {
    if (batch.remaining() < bytes) {
      flush();
    }
    return batch;
  }

  private void flush() {
    write(batch.array(), 0, batch.position());
    batch.clear();
  }

  private void openSegment() {
    try {
      segment = backup.segment(table, segments.size());
      writer = new SegmentWriter(segment.body(), fields, vault.keys().encoding());
    } catch (IOException e) {
      throw failed(e);
    }
    written = 0;
    batch.put(HEADER);
  }

  private void write(byte[] bytes, int offset, int length) {
    try {
      writer.accept(bytes, offset, length);
    } catch (IOException e) {
      throw failed(e);
    }
    written += length;
  }

  private void closeSegment() {
    room(TRAILER.length).put(TRAILER);
    flush();
    try {
      SegmentSummary summary = writer.finish();
      segment.commit();
      segments.add(
          new SegmentEntry(
              segment.object(),
              summary.rows(),
              summary.rawBytes(),
              summary.storedBytes(),
              summary.sha256(),
              Optional.empty()));
      digest = digest.plus(summary.digest());
      close();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private org.nessiebackup.BackupException failed(IOException e) {
    return vault.failure(e, "cannot write a segment of table \"" + table + "\"");
  }

  /** Throws away a segment that was not ended. */
  @Override
  public void close() throws IOException {
    ObjectWriter pending = segment;
    SegmentWriter open = writer;
    segment = null;
    writer = null;
    try {
      if (open != null) {
        open.close();
      }
    } finally {
      if (pending != null) {
        pending.close();
      }
    }
  }
}
