package org.nessiebackup.export;

import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.nessiebackup.WorkContext;
import org.nessiebackup.catalog.CatalogOrigin;
import org.nessiebackup.catalog.CatalogSource;
import org.nessiebackup.catalog.ReferenceRows;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.vault.Vault;

/**
 * Writes a catalog for others than this program: as a plain SQL dump, in the manner of {@code
 * pg_dump --clean --if-exists}, which stock psql restores on PostgreSQL 13 to 18; or as a zip file
 * that Nessie's own tool imports into any of its stores.
 *
 * <p>Unlike pg_dump's, the dump is one transaction: its COMMIT comes behind the last row, so that a
 * dump that was cut off, or meets an error, restores nothing and destroys nothing. A zip file that
 * was cut off is none.
 *
 * @param vault opened when a backup is exported
 * @param database opened when the live catalog is exported
 */
public record CatalogExport(
    Supplier<Vault> vault, Supplier<Database> database, WorkContext context) {

  /**
   * Writes it. Memory of a dump does not grow with the catalog or with its longest value; that of a
   * zip file does, with the number of commits.
   *
   * @param target stays open; after an exception it holds what restores nothing
   * @throws org.nessiebackup.BackupException {@link org.nessiebackup.Failure#FORMAT_UNSUPPORTED}
   *     before the first byte if something is of a type that cannot be written; {@link
   *     org.nessiebackup.Failure#DAMAGED} if the backup is not what was written, or, for a zip
   *     file, something is missing in the catalog
   */
  public ExportReport run(ExportOptions options, OutputStream target) {
    return switch (options.format()) {
      case ExportOptions.Format.Sql sql -> dump(options.source(), sql, target);
      case ExportOptions.Format.NessieZip zip -> archive(options.source(), zip, target);
    };
  }

  private ExportReport dump(CatalogOrigin from, ExportOptions.Format.Sql sql, OutputStream target) {
    Instant began = context.clock().instant();
    try (CatalogSource source = from.open(vault, database, 1, context)) {
      DumpText text = new DumpText(target);
      long rows = new DumpWriter(text, source, sql.inserts()).write(context);
      return report(
          source.describe(),
          new ExportReport.Content.Sql(source.tables().size(), rows, text.length()),
          began);
    }
  }

  private ExportReport archive(
      CatalogOrigin from, ExportOptions.Format.NessieZip zip, OutputStream target) {
    Instant began = context.clock().instant();
    try (CatalogSource source = from.open(vault, database, zip.jobs(), context)) {
      ReferenceRows references = ReferenceRows.of(source);
      ArchiveWriter writer =
          new ArchiveWriter(source, references, references.only(zip.repository()), context);
      return report(source.describe(), writer.write(target), began);
    }
  }

  private ExportReport report(String source, ExportReport.Content content, Instant began) {
    return new ExportReport(source, content, Duration.between(began, context.clock().instant()));
  }
}
