package org.nessiebackup.restore;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.nessiebackup.BackupException;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Failure;
import org.nessiebackup.WorkContext;
import org.nessiebackup.Workers;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.SegmentEntry;
import org.nessiebackup.manifest.TableEntry;
import org.nessiebackup.postgres.CatalogSnapshot;
import org.nessiebackup.postgres.CopyTarget;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.postgres.PageRange;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.postgres.SessionPool;
import org.nessiebackup.postgres.Staging;
import org.nessiebackup.postgres.TableDescription;
import org.nessiebackup.postgres.TableReader;
import org.nessiebackup.segment.DamagedSegmentException;
import org.nessiebackup.segment.RowCount;
import org.nessiebackup.segment.RowCounter;
import org.nessiebackup.segment.SegmentDecoding;
import org.nessiebackup.segment.SegmentReader;
import org.nessiebackup.segment.SegmentSummary;
import org.nessiebackup.vault.Vault;

/** Brings rows into staging, and reads them back to compare them with the backup. */
final class Loading {
  /** Pages are shared out among readers in stretches of about this size. */
  private static final long STRETCH_BYTES = 64L << 20;

  private final Vault vault;
  private final Database database;
  private final WorkContext context;
  private final Staging staging;
  private final int jobs;

  Loading(Vault vault, Database database, WorkContext context, Staging staging, int jobs) {
    this.vault = vault;
    this.database = database;
    this.context = context;
    this.staging = staging;
    this.jobs = jobs;
  }

  /** Loads all segments, the largest first. */
  void load(Manifest manifest) {
    context.progress().step("loading into staging", manifest.rawBytes());
    List<Part> parts = new ArrayList<>();
    for (TableEntry table : manifest.tables()) {
      table.segments().forEach(segment -> parts.add(new Part(table, segment)));
    }
    parts.sort(Comparator.comparingLong((Part part) -> part.segment().rawBytes()).reversed());
    try (SessionPool loaders = new SessionPool(database, Staging::prepareLoader)) {
      List<Workers.Task> tasks =
          parts.stream()
              .map(part -> (Workers.Task) stop -> load(loaders, manifest, part, stop))
              .toList();
      Workers.run(jobs, context.cancellation(), tasks);
    }
  }

  /** A segment, and the table it belongs to. */
  private record Part(TableEntry table, SegmentEntry segment) {}

  private void load(SessionPool loaders, Manifest manifest, Part part, Cancellation stop) {
    SegmentEntry segment = part.segment();
    try (InputStream stored = vault.openSegment(manifest.id(), segment)) {
      loaders.run(
          stop,
          session ->
              staging.load(
                  session,
                  part.table().shape(),
                  target -> copy(stored, vault.decoding(manifest), part, stop, target)));
      context.progress().advanced(segment.rows(), 0);
    } catch (DamagedSegmentException e) {
      throw damaged(manifest, segment, e.getMessage(), e);
    } catch (SegmentMismatch e) {
      throw damaged(manifest, segment, e.getMessage(), null);
    } catch (IOException e) {
      throw vault.failure(e, "cannot read segment \"" + segment.object() + "\"");
    }
  }

  private void copy(
      InputStream stored, SegmentDecoding decoding, Part part, Cancellation stop, CopyTarget target)
      throws IOException {
    SegmentSummary summary =
        SegmentReader.read(
            stored,
            decoding,
            part.table().shape().columns().size(),
            part.segment().rawBytes(),
            (bytes, offset, length) -> {
              stop.check();
              target.accept(bytes, offset, length);
              context.progress().advanced(0, length);
            });
    compare(part.segment(), summary);
  }

  /** Thrown inside the COPY, which is thereby given up. */
  private static final class SegmentMismatch extends IOException {
    private static final long serialVersionUID = 1L;

    SegmentMismatch(String message) {
      super(message);
    }
  }

  private static void compare(SegmentEntry segment, SegmentSummary summary) throws SegmentMismatch {
    boolean same =
        summary.sha256().equals(segment.sha256())
            && summary.storedBytes() == segment.storedBytes()
            && summary.rows() == segment.rows()
            && summary.rawBytes() == segment.rawBytes();
    if (!same) {
      throw new SegmentMismatch("its content is not what was written");
    }
  }

  private static BackupException damaged(
      Manifest manifest, SegmentEntry segment, String why, Throwable cause) {
    return new BackupException(
        Failure.DAMAGED,
        "segment \"%s\" of backup \"%s\" is damaged: %s"
            .formatted(segment.object(), manifest.id(), why),
        "The catalog was not touched. `verify --all` shows which backups are whole.",
        cause);
  }

  /** Reads every loaded row back from the server and compares counts and digests. */
  void compare(Session session, Manifest manifest) {
    context.progress().step("reading back and comparing", manifest.rawBytes());
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
    for (TableEntry table : manifest.tables()) {
      RowCount count = counts.getOrDefault(table.name(), RowCount.NONE);
      if (count.rows() != table.rows() || !count.digest().hex().equals(table.digest())) {
        throw new BackupException(
            Failure.DATABASE,
            "table \"%s\" holds other rows after loading than the backup: %d rows, digest %s,"
                    .formatted(table.name(), count.rows(), count.digest())
                + " instead of %d, %s".formatted(table.rows(), table.digest()),
            "The catalog was not touched. Look for triggers or a damaged server.");
      }
    }
  }

  private RowCount count(
      SessionPool readers, TableDescription table, PageRange range, Cancellation stop) {
    RowCounter counter = new RowCounter(table.shape().columns().size());
    try {
      readers.run(
          stop,
          reader ->
              TableReader.read(
                  reader,
                  staging.location().schema(),
                  table.shape(),
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
      throw new BackupException(
          Failure.DATABASE,
          "cannot read table \"%s\" back: %s".formatted(table.name(), e.getMessage()),
          null,
          e);
    }
  }
}
