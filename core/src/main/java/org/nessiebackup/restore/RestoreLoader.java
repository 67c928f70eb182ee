package org.nessiebackup.restore;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.nessiebackup.ByteSink;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Failure;
import org.nessiebackup.TableShape;
import org.nessiebackup.WorkContext;
import org.nessiebackup.Workers;
import org.nessiebackup.manifest.TableEntry;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.postgres.SessionPool;
import org.nessiebackup.segment.RowCount;
import org.nessiebackup.segment.RowCounter;
import org.nessiebackup.swap.StagingSchema;
import org.nessiebackup.tables.CatalogSnapshot;
import org.nessiebackup.tables.PageRange;
import org.nessiebackup.tables.TableDescription;
import org.nessiebackup.tables.TableReader;
import org.nessiebackup.vault.rows.PointRows;

/** Brings rows into staging, and reads them back to compare them with the backup. */
final class RestoreLoader {
  /** Pages are shared out among readers in stretches of about this size. */
  private static final long STRETCH_BYTES = 64L << 20;

  private final PointRows rows;
  private final Database database;
  private final WorkContext context;
  private final StagingSchema staging;
  private final int jobs;
  private final Map<String, PointRows.Delivery> loaded = new ConcurrentHashMap<>();
  private final AtomicLong bytes = new AtomicLong();

  RestoreLoader(
      PointRows rows, Database database, WorkContext context, StagingSchema staging, int jobs) {
    this.rows = rows;
    this.database = database;
    this.context = context;
    this.staging = staging;
    this.jobs = jobs;
  }

  /** Where rows are brought. */
  StagingSchema staging() {
    return staging;
  }

  /** How many rows were loaded. */
  long rows() {
    return loaded.values().stream().mapToLong(each -> each.rows().rows()).sum();
  }

  private PointRows.Delivery loaded(TableEntry table) {
    return loaded.getOrDefault(table.name(), PointRows.Delivery.NONE);
  }

  /** How many bytes were loaded. */
  long bytes() {
    return bytes.get();
  }

  /** Loads all segments, the largest first, and compares what that is with the backup. */
  void load() {
    List<PointRows.Part> parts = new ArrayList<>(rows.parts());
    parts.sort(Comparator.comparingLong((PointRows.Part part) -> bytes(part)).reversed());
    context
        .progress()
        .step("loading into staging", parts.stream().mapToLong(RestoreLoader::bytes).sum());
    try (SessionPool loaders = new SessionPool(database, StagingSchema::prepareLoader)) {
      List<Workers.Task> tasks =
          parts.stream().map(part -> (Workers.Task) stop -> load(loaders, part, stop)).toList();
      Workers.run(jobs, context.cancellation(), tasks);
    }
    for (TableEntry table : rows.backup().tables()) {
      rows.check(table.name(), loaded(table));
    }
  }

  private static long bytes(PointRows.Part part) {
    return part.rawBytes();
  }

  private void load(SessionPool loaders, PointRows.Part part, Cancellation stop) {
    loaders.run(
        stop,
        session -> staging.load(session, part.table().shape(), target -> copy(part, stop, target)));
  }

  /** What is thrown here is thrown inside the COPY, which is thereby given up. */
  private void copy(PointRows.Part part, Cancellation stop, ByteSink target) {
    PointRows.Delivery delivered =
        rows.read(
            part,
            (piece, offset, length) -> {
              stop.check();
              target.accept(piece, offset, length);
              bytes.addAndGet(length);
              context.progress().advanced(0, length);
            });
    loaded.merge(part.table().name(), delivered, PointRows.Delivery::plus);
    context.progress().advanced(delivered.rows().rows(), 0);
  }

  /**
   * Reads every loaded row back from the server and compares it with what was loaded: the backup's
   * own columns of it, since those that were added to them are of no backup.
   */
  void compare(Session session) {
    context.progress().step("reading back and comparing", bytes());
    CatalogSnapshot snapshot = CatalogSnapshot.open(session, staging.location());
    Map<String, RowCount> counts = new ConcurrentHashMap<>();
    try (SessionPool readers = new SessionPool(database, snapshot::adopt)) {
      List<Workers.Task> tasks = new ArrayList<>();
      for (TableDescription table : snapshot.tables()) {
        for (PageRange range : snapshot.ranges(table, STRETCH_BYTES, 1)) {
          tasks.add(
              stop ->
                  counts.merge(table.name(), count(readers, table, range, stop), RowCount::plus));
        }
      }
      Workers.run(jobs, context.cancellation(), tasks);
    }
    snapshot.end(session);
    for (TableEntry table : rows.backup().tables()) {
      RowCount count = counts.getOrDefault(table.name(), RowCount.NONE);
      RowCount expected = loaded(table).rows();
      if (!count.equals(expected)) {
        throw Failure.DATABASE.exception(
            "table \"%s\" holds other rows after loading than the backup: %d rows, digest %s,"
                    .formatted(table.name(), count.rows(), count.digest())
                + " instead of %d, %s".formatted(expected.rows(), expected.digest()),
            "The catalog was not touched. Look for triggers or a damaged server.");
      }
    }
  }

  private RowCount count(
      SessionPool readers, TableDescription table, PageRange range, Cancellation stop) {
    TableShape shape = rows.backup().table(table.name()).orElseThrow().shape();
    RowCounter counter = new RowCounter(shape.columns().size());
    try {
      readers.run(
          stop,
          reader ->
              TableReader.read(
                  reader,
                  staging.location().schema(),
                  shape,
                  range,
                  (bytes, offset, length) -> {
                    stop.check();
                    counter.accept(bytes, offset, length);
                    context.progress().advanced(0, length);
                  }));
      RowCount count = counter.finish();
      context.progress().advanced(count.rows(), 0);
      return count;
    } catch (IOException e) {
      throw Failure.DATABASE.exception(
          "cannot read table \"%s\" back: %s".formatted(table.name(), e.getMessage()), null, e);
    }
  }
}
