package org.nessiebackup.backup;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.ByteSink;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Progress;
import org.nessiebackup.TableShape;
import org.nessiebackup.manifest.DictionaryEntry;
import org.nessiebackup.manifest.KeyList;
import org.nessiebackup.manifest.SegmentEntry;
import org.nessiebackup.manifest.TableChanges;
import org.nessiebackup.manifest.TableEntry;
import org.nessiebackup.segment.KeyListSummary;
import org.nessiebackup.segment.KeyListWriter;
import org.nessiebackup.segment.RowDigest;
import org.nessiebackup.segment.RowKey;
import org.nessiebackup.segment.SegmentDictionary;
import org.nessiebackup.segment.SegmentEncoder;
import org.nessiebackup.segment.SegmentSummary;
import org.nessiebackup.segment.SegmentWriter;
import org.nessiebackup.tables.TableDescription;
import org.nessiebackup.vault.ObjectWriter;
import org.nessiebackup.vault.PendingBackup;
import org.nessiebackup.vault.Vault;

/** Stores rows as segments of a backup, with the lists of their keys where there are to be any. */
record SegmentStorage(Vault vault, PendingBackup pending, Progress progress) {
  /** A segment in the vault, and the digest of its rows. */
  record Stored(SegmentEntry entry, RowDigest digest) {}

  /** Gives the rows of a segment, as COPY binary. */
  @FunctionalInterface
  interface Rows {
    void copyTo(ByteSink target) throws IOException;
  }

  /**
   * What a segment is of.
   *
   * @param shape the table
   * @param number the ordinal of the segment, from 0
   * @param dictionary rows that it is compressed with; absent for one that needs no other
   * @param keys hears of the keys of its rows, of which a list is stored; absent if none is
   */
  record Part(
      TableShape shape,
      int number,
      Optional<SegmentDictionary> dictionary,
      Optional<RowKey.Sink> keys) {
    /** One without a list of keys. */
    Part(TableShape shape, int number) {
      this(shape, number, Optional.empty(), Optional.empty());
    }

    private Part listing(KeyListWriter list) {
      RowKey.Sink other = keys.orElseThrow();
      RowKey.Sink both =
          key -> {
            list.accept(key);
            other.accept(key);
          };
      return new Part(shape, number, dictionary, Optional.of(both));
    }
  }

  /** Stores a segment, and the list of its keys if there is to be one. */
  Stored store(Part part, Cancellation stop, Rows rows) throws IOException {
    String table = part.shape().name();
    try (ObjectWriter segment = pending.segment(table, part.number())) {
      if (part.keys().isEmpty()) {
        return commit(segment, write(part, segment, stop, rows), Optional.empty());
      }
      try (ObjectWriter keys = pending.keys(table, part.number())) {
        KeyListWriter list = new KeyListWriter(keys.body(), vault.keys().listEncryption());
        SegmentSummary summary = write(part.listing(list), segment, stop, rows);
        return commit(segment, summary, Optional.of(commit(keys, list)));
      }
    }
  }

  /** Stores the rows that later backups are compressed with. */
  Stored dictionary(TableShape shape, SegmentDictionary rows) throws IOException {
    try (ObjectWriter segment = pending.dictionary(shape.name());
        SegmentWriter writer = writer(new Part(shape, 0), segment)) {
      rows.writeTo(writer);
      return commit(segment, writer.finish(), Optional.empty());
    }
  }

  private SegmentSummary write(Part part, ObjectWriter segment, Cancellation stop, Rows rows)
      throws IOException {
    try (SegmentWriter writer = writer(part, segment)) {
      SegmentProgress passed = new SegmentProgress(progress, writer);
      rows.copyTo(
          (bytes, offset, length) -> {
            stop.check();
            writer.accept(bytes, offset, length);
            passed.advance(length);
          });
      SegmentSummary summary = writer.finish();
      passed.flush();
      return summary;
    }
  }

  private SegmentWriter writer(Part part, ObjectWriter segment) throws IOException {
    int fields = part.shape().columns().size();
    SegmentEncoder encoder =
        new SegmentEncoder(vault.keys().encoding().encryption(), part.dictionary());
    return part.keys().isEmpty()
        ? new SegmentWriter(segment.body(), fields, encoder)
        : SegmentWriter.withKeys(
            segment.body(), fields, encoder, part.shape().leadingKey(), part.keys().get());
  }

  /** Ends and publishes a list of keys. */
  static KeyList commit(ObjectWriter keys, KeyListWriter list) throws IOException {
    KeyListSummary summary = list.finish();
    keys.commit();
    return new KeyList(keys.object(), summary.keys(), summary.storedBytes(), summary.sha256());
  }

  private static Stored commit(ObjectWriter segment, SegmentSummary summary, Optional<KeyList> keys)
      throws IOException {
    segment.commit();
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

  /** What the manifest says of a table. */
  static TableEntry entry(
      TableDescription table,
      List<Stored> segments,
      Optional<DictionaryEntry> dictionary,
      Optional<TableChanges> changes) {
    return new TableEntry(
        table.shape(),
        Optional.of(new TableEntry.Identity(table.oid(), table.relfilenode())),
        segments.stream().mapToLong(each -> each.entry().rows()).sum(),
        segments.stream().map(Stored::digest).reduce(RowDigest.EMPTY, RowDigest::plus).hex(),
        segments.stream().map(Stored::entry).toList(),
        dictionary,
        changes);
  }

  /** Reports progress in large steps, since rows come by the hundred thousand. */
  private static final class SegmentProgress {
    private static final long STEP = 1 << 20;

    private final Progress progress;
    private final SegmentWriter writer;
    private long bytes;
    private long reported;

    SegmentProgress(Progress progress, SegmentWriter writer) {
      this.progress = progress;
      this.writer = writer;
    }

    void advance(int length) {
      bytes += length;
      if (bytes >= STEP) {
        flush();
      }
    }

    void flush() {
      long rows = writer.rows();
      progress.advanced(rows - reported, bytes);
      reported = rows;
      bytes = 0;
    }
  }
}
