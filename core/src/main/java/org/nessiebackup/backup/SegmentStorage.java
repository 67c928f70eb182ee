package org.nessiebackup.backup;

import java.io.IOException;
import java.util.Optional;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Progress;
import org.nessiebackup.TableShape;
import org.nessiebackup.manifest.KeyList;
import org.nessiebackup.manifest.SegmentEntry;
import org.nessiebackup.segment.KeyListSummary;
import org.nessiebackup.segment.KeyListWriter;
import org.nessiebackup.segment.RowDigest;
import org.nessiebackup.segment.RowKey;
import org.nessiebackup.segment.SegmentDictionary;
import org.nessiebackup.segment.SegmentEncoder;
import org.nessiebackup.segment.SegmentSummary;
import org.nessiebackup.segment.SegmentWriter;
import org.nessiebackup.tables.CopyTarget;
import org.nessiebackup.vault.PendingBackup;
import org.nessiebackup.vault.PendingSegment;
import org.nessiebackup.vault.Vault;

/** Stores rows as segments of a backup, with the lists of their keys where there are to be any. */
final class SegmentStorage {
  private final Vault vault;
  private final PendingBackup pending;
  private final Progress progress;

  SegmentStorage(Vault vault, PendingBackup pending, Progress progress) {
    this.vault = vault;
    this.pending = pending;
    this.progress = progress;
  }

  /** A segment in the vault, and the digest of its rows. */
  record Stored(SegmentEntry entry, RowDigest digest) {}

  /** Gives the rows of a segment, as COPY binary. */
  @FunctionalInterface
  interface Rows {
    void copyTo(CopyTarget target) throws IOException;
  }

  /** A segment of a table that is always stored whole, without a list of keys. */
  Stored plain(TableShape shape, int number, Cancellation stop, Rows rows) throws IOException {
    try (PendingSegment segment = pending.segment(shape.name(), number);
        SegmentWriter writer =
            new SegmentWriter(segment.body(), shape.columns().size(), vault.encoding())) {
      SegmentSummary summary = copy(rows, writer, stop);
      segment.commit();
      return stored(segment, summary, Optional.empty());
    }
  }

  /** A segment of a whole table, with the list of its keys. */
  Stored listed(TableShape shape, int number, Cancellation stop, Rows rows) throws IOException {
    try (PendingSegment segment = pending.segment(shape.name(), number);
        PendingSegment keys = pending.keys(shape.name(), number)) {
      KeyListWriter list = new KeyListWriter(keys.body(), vault.listEncryption());
      try (SegmentWriter writer =
          SegmentWriter.withKeys(
              segment.body(), shape.columns().size(), vault.encoding(), shape.leadingKey(), list)) {
        return commit(segment, keys, list, copy(rows, writer, stop));
      }
    }
  }

  /** The rows that later backups are compressed with. */
  Stored dictionary(TableShape shape, SegmentDictionary rows) throws IOException {
    try (PendingSegment segment = pending.dictionary(shape.name());
        SegmentWriter writer =
            new SegmentWriter(segment.body(), shape.columns().size(), vault.encoding())) {
      rows.writeTo(writer);
      SegmentSummary summary = writer.finish();
      segment.commit();
      return stored(segment, summary, Optional.empty());
    }
  }

  /** The segment of what has changed in a table; tells its keys to somebody else as well. */
  Stored changes(
      TableShape shape,
      Optional<SegmentDictionary> dictionary,
      Cancellation stop,
      RowKey.Sink also,
      Rows rows)
      throws IOException {
    SegmentEncoder encoding = new SegmentEncoder(vault.encoding().encryption(), dictionary);
    try (PendingSegment segment = pending.segment(shape.name(), 0);
        PendingSegment keys = pending.keys(shape.name(), 0)) {
      KeyListWriter list = new KeyListWriter(keys.body(), vault.listEncryption());
      RowKey.Sink both =
          key -> {
            list.accept(key);
            also.accept(key);
          };
      try (SegmentWriter writer =
          SegmentWriter.withKeys(
              segment.body(), shape.columns().size(), encoding, shape.leadingKey(), both)) {
        return commit(segment, keys, list, copy(rows, writer, stop));
      }
    }
  }

  private SegmentSummary copy(Rows rows, SegmentWriter writer, Cancellation stop)
      throws IOException {
    ProgressMeter meter = new ProgressMeter(progress, writer);
    rows.copyTo(
        (bytes, offset, length) -> {
          stop.check();
          writer.accept(bytes, offset, length);
          meter.advance(length);
        });
    SegmentSummary summary = writer.finish();
    meter.flush();
    return summary;
  }

  private static Stored commit(
      PendingSegment segment, PendingSegment keys, KeyListWriter list, SegmentSummary summary)
      throws IOException {
    KeyList entry = entry(keys, list.finish());
    keys.commit();
    segment.commit();
    return stored(segment, summary, Optional.of(entry));
  }

  static KeyList entry(PendingSegment list, KeyListSummary summary) {
    return new KeyList(list.object(), summary.keys(), summary.storedBytes(), summary.sha256());
  }

  private static Stored stored(
      PendingSegment segment, SegmentSummary summary, Optional<KeyList> keys) {
    SegmentEntry entry =
        new SegmentEntry(
            segment.object(),
            summary.rows(),
            summary.rawBytes(),
            summary.storedBytes(),
            summary.sha256(),
            keys);
    return new Stored(entry, summary.digest());
  }
}
