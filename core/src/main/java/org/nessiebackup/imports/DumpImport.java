package org.nessiebackup.imports;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.Failure;
import org.nessiebackup.WorkContext;
import org.nessiebackup.imports.sql.DumpInput;
import org.nessiebackup.manifest.Lease;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.Source;
import org.nessiebackup.manifest.TableEntry;
import org.nessiebackup.manifest.Times;
import org.nessiebackup.vault.PendingBackup;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.lease.VaultLease;

/**
 * Reads a plain SQL dump into a vault, as a backup like any other.
 *
 * <p>The dump's SQL is parsed and never executed. Memory: one row of the dump, of which long values
 * of bytes are held compressed, and what compression needs.
 */
public final class DumpImport {
  private final Vault vault;
  private final WorkContext context;
  private final long segmentBytes;

  /** An import into a vault. */
  public DumpImport(Vault vault, WorkContext context) {
    this(vault, context, TableWriter.SEGMENT_BYTES);
  }

  DumpImport(Vault vault, WorkContext context, long segmentBytes) {
    this.vault = vault.by(context.clock());
    this.context = context;
    this.segmentBytes = segmentBytes;
  }

  /**
   * Reads the dump to its end, then makes the backup exist; after any exception there is none.
   *
   * @param dump plain or compressed by gzip or zstd; stays open
   * @throws BackupException {@link Failure#DUMP_NOT_UNDERSTOOD} with a line number, {@link
   *     Failure#CATALOG_NOT_FOUND}, {@link Failure#CATALOG_AMBIGUOUS}
   */
  public ImportReport run(InputStream dump, ImportOptions options) {
    Instant started = context.clock().instant();
    vault.keys().checkWriter();
    context.progress().step("reading the dump", 0);
    DumpInput input = new DumpInput(DumpOpener.open(dump, options.file()), options.file(), context);
    DumpCatalog catalog = new DumpCatalog(options);
    DumpComments comments = new DumpComments(input);
    BackupId id = vault.backups().newest().names().next(started, started);
    try (VaultLease lease = vault.leases().acquire(Lease.Kind.BACKUP, List.of(), context);
        PendingBackup pending = vault.writer(lease).begin(id);
        Writers writers = new Writers(pending)) {
      new DumpReader(input, catalog, comments, writers::of).read();
      DumpCatalog.Candidate found = catalog.result();
      check(found, catalog, comments, options.file(), input);
      List<TableEntry> tables = writers.finish(catalog.tablesOf(found));
      Manifest manifest = manifest(id, started, found, comments, options.file(), tables);
      context.cancellation().check();
      pending.commit(manifest);
      return new ImportReport(
          manifest,
          catalog.skipped(found),
          input.lines(),
          Duration.between(started, context.clock().instant()));
    } catch (IOException e) {
      throw vault.failure(e, "cannot store the imported backup");
    }
  }

  private static void check(
      DumpCatalog.Candidate found,
      DumpCatalog catalog,
      DumpComments comments,
      String file,
      DumpInput input) {
    if (!comments.complete()) {
      throw Failure.DUMP_NOT_UNDERSTOOD.exception(
          "the dump \"%s\" does not say that it is complete; it ends in line %d"
              .formatted(file, input.line()),
          "pg_dump ends with the line \"-- PostgreSQL database dump complete\". If yours was taken"
              + " off on purpose, add it again; else the dump was cut off.");
    }
    for (DumpTable table : catalog.tablesOf(found)) {
      if (!table.hasData() && !comments.holdsData(table.key())) {
        throw Failure.DUMP_NOT_UNDERSTOOD.exception(
            "the dump \"%s\" describes table \"%s\", but does not hold its rows"
                .formatted(file, table.key()),
            "Make it without --schema-only and --exclude-table-data.");
      }
    }
  }

  private Manifest manifest(
      BackupId id,
      Instant started,
      DumpCatalog.Candidate found,
      DumpComments comments,
      String file,
      List<TableEntry> tables) {
    return Manifest.full(
            id,
            vault.description().id(),
            context.tool(),
            new Times(started, comments.stateOf().orElse(started), context.clock().instant()),
            vault.protection(),
            new Source.Dump(file, comments.producer(), found.schema(), found.tables().label()))
        .withTables(tables);
  }

  /** The writers of the tables that had rows so far. */
  private final class Writers implements AutoCloseable {
    private final PendingBackup pending;
    private final Map<DumpTable, TableWriter> writers = new LinkedHashMap<>();

    Writers(PendingBackup pending) {
      this.pending = pending;
    }

    TableWriter of(DumpTable table) {
      return writers.computeIfAbsent(
          table,
          key -> new TableWriter(vault, pending, table.key().name(), table.width(), segmentBytes));
    }

    List<TableEntry> finish(List<DumpTable> tables) {
      return tables.stream().map(table -> of(table).finish(table.shape())).toList();
    }

    @Override
    public void close() throws IOException {
      IOException first = null;
      for (TableWriter writer : writers.values()) {
        try {
          writer.close();
        } catch (IOException e) {
          first = first == null ? e : first;
        }
      }
      if (first != null) {
        throw first;
      }
    }
  }
}
