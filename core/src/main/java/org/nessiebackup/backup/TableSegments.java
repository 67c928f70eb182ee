package org.nessiebackup.backup;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.nessiebackup.Cancellation;
import org.nessiebackup.TableShape;
import org.nessiebackup.WorkContext;
import org.nessiebackup.Workers;
import org.nessiebackup.manifest.SegmentEntry;
import org.nessiebackup.manifest.TableEntry;
import org.nessiebackup.postgres.CatalogSnapshot;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.postgres.PageRange;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.postgres.SessionPool;
import org.nessiebackup.postgres.TableDescription;
import org.nessiebackup.postgres.TableReader;
import org.nessiebackup.segment.RowDigest;
import org.nessiebackup.segment.SegmentSummary;
import org.nessiebackup.segment.SegmentWriter;
import org.nessiebackup.vault.PendingBackup;
import org.nessiebackup.vault.PendingSegment;
import org.nessiebackup.vault.Vault;

/** Reads the tables of a snapshot in parallel, a stretch of pages becoming a segment. */
final class TableSegments {
  /** Large enough for the compressor to learn, small enough to share among readers and loaders. */
  private static final long SEGMENT_BYTES = 256L << 20;

  /** Below this a second segment costs more than a second reader gains. */
  private static final long SHARE_BYTES = 16L << 20;

  /**
   * Rows grow with the age of a catalog, so stretches of as many pages are not equally large; with
   * two for each reader, the one who is done early takes another.
   */
  private static final int STRETCHES_PER_READER = 2;

  private final Vault vault;
  private final Database database;
  private final WorkContext context;
  private final CatalogSnapshot snapshot;
  private final PendingBackup pending;
  private final Map<Stretch, Written> written = new ConcurrentHashMap<>();

  TableSegments(
      Vault vault,
      Database database,
      WorkContext context,
      CatalogSnapshot snapshot,
      PendingBackup pending) {
    this.vault = vault;
    this.database = database;
    this.context = context;
    this.snapshot = snapshot;
    this.pending = pending;
  }

  /** Some pages of a table, to become its segment of that number. */
  private record Stretch(TableDescription table, int number, PageRange pages) {}

  private record Written(String object, SegmentSummary summary) {}

  List<TableEntry> write(int jobs) {
    List<Stretch> stretches = stretches(jobs);
    long bytes = snapshot.tables().stream().mapToLong(TableDescription::bytes).sum();
    context.progress().step("reading the catalog", bytes);
    try (SessionPool readers = new SessionPool(database, snapshot::adopt)) {
      List<Workers.Task> tasks =
          stretches.stream()
              .map(stretch -> (Workers.Task) stop -> write(readers, stretch, stop))
              .toList();
      Workers.run(jobs, context.cancellation(), tasks);
    }
    return snapshot.tables().stream().map(table -> entry(table, stretches)).toList();
  }

  /** The largest stretches first, so that no reader is left alone with one at the end. */
  private List<Stretch> stretches(int jobs) {
    List<Stretch> stretches = new ArrayList<>();
    List<TableDescription> largestFirst =
        snapshot.tables().stream()
            .sorted(Comparator.comparingLong(TableDescription::bytes).reversed())
            .toList();
    for (TableDescription table : largestFirst) {
      int sharing = Math.clamp(table.bytes() / SHARE_BYTES, 1, STRETCHES_PER_READER * jobs);
      List<PageRange> ranges = snapshot.ranges(table, SEGMENT_BYTES, sharing);
      for (int i = 0; i < ranges.size(); i++) {
        stretches.add(new Stretch(table, i, ranges.get(i)));
      }
    }
    return stretches;
  }

  private void write(SessionPool readers, Stretch stretch, Cancellation stop) {
    try {
      readers.run(stop, reader -> write(reader, stretch, stop));
    } catch (IOException e) {
      throw vault.failure(e, "cannot store a segment of table \"" + stretch.table().name() + "\"");
    }
  }

  private void write(Session reader, Stretch stretch, Cancellation stop) throws IOException {
    TableShape shape = stretch.table().shape();
    try (PendingSegment segment = pending.segment(shape.name(), stretch.number());
        SegmentWriter writer =
            new SegmentWriter(segment.body(), shape.columns().size(), vault.encoding())) {
      ProgressMeter meter = new ProgressMeter(context.progress(), writer);
      TableReader.read(
          reader,
          snapshot.catalog().schema(),
          shape,
          stretch.pages(),
          (bytes, offset, length) -> {
            stop.check();
            writer.accept(bytes, offset, length);
            meter.advance(length);
          });
      SegmentSummary summary = writer.finish();
      meter.flush();
      segment.commit();
      written.put(stretch, new Written(segment.object(), summary));
    }
  }

  private TableEntry entry(TableDescription table, List<Stretch> stretches) {
    List<Written> parts =
        stretches.stream().filter(each -> each.table().equals(table)).map(written::get).toList();
    return new TableEntry(
        table.shape(),
        Optional.of(new TableEntry.Identity(table.oid(), table.relfilenode())),
        parts.stream().mapToLong(part -> part.summary().rows()).sum(),
        parts.stream()
            .map(part -> part.summary().digest())
            .reduce(RowDigest.EMPTY, RowDigest::plus)
            .hex(),
        parts.stream().map(TableSegments::entry).toList(),
        Optional.empty(),
        Optional.empty());
  }

  private static SegmentEntry entry(Written part) {
    SegmentSummary summary = part.summary();
    return new SegmentEntry(
        part.object(),
        summary.rows(),
        summary.rawBytes(),
        summary.storedBytes(),
        summary.sha256(),
        Optional.empty());
  }
}
