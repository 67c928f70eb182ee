package org.nessiebackup.export;

import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.nessiebackup.WorkContext;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.vault.Vault;

/**
 * Writes a catalog as a plain SQL dump, in the manner of {@code pg_dump --clean --if-exists}, which
 * stock psql restores on PostgreSQL 13 to 18.
 *
 * <p>Unlike pg_dump's, the dump is one transaction: its COMMIT comes behind the last row, so that a
 * dump that was cut off, or meets an error, restores nothing and destroys nothing.
 */
public final class DumpExport {
  private final Supplier<Vault> vault;
  private final Supplier<Database> database;
  private final WorkContext context;

  /**
   * Opens nothing yet.
   *
   * @param vault asked for when a backup is exported
   * @param database asked for when the live catalog is exported
   */
  public DumpExport(Supplier<Vault> vault, Supplier<Database> database, WorkContext context) {
    this.vault = vault;
    this.database = database;
    this.context = context;
  }

  /**
   * Writes the dump. Memory does not grow with the catalog or with its longest value.
   *
   * @param target stays open; after an exception it holds a text that restores nothing
   * @throws org.nessiebackup.BackupException {@link org.nessiebackup.Failure#FORMAT_UNSUPPORTED}
   *     before the first byte if a column's type is none that can be written as text; {@link
   *     org.nessiebackup.Failure#DAMAGED} if the backup is not what was written
   */
  public ExportReport run(ExportOptions options, OutputStream target) {
    Instant began = context.clock().instant();
    try (RowSource source = open(options.source())) {
      DumpText text = new DumpText(target);
      long rows = new DumpWriter(text, source, options.inserts()).write(context);
      return new ExportReport(
          source.describe(),
          source.tables().size(),
          rows,
          text.length(),
          Duration.between(began, context.clock().instant()));
    }
  }

  private RowSource open(ExportOptions.Source source) {
    return switch (source) {
      case ExportOptions.Source.Backup backup ->
          new BackupSource(vault.get(), backup.backup(), context);
      case ExportOptions.Source.Live live -> LiveSource.open(database.get(), live, context);
    };
  }
}
