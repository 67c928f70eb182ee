package org.nessiebackup.export;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.nessiebackup.catalog.CatalogOrigin;
import org.nessiebackup.catalog.CatalogSource;
import org.nessiebackup.catalog.LiveCatalog;
import org.nessiebackup.catalog.ReferenceRows;
import org.nessiebackup.sandbox.CatalogOddities;
import org.nessiebackup.sandbox.SampleCatalog;
import org.nessiebackup.store.MemoryStore;
import org.nessiebackup.testing.NessieZip;
import org.nessiebackup.testing.Operations;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.testing.TestDatabase;
import org.nessiebackup.vault.backups.BackupSelector;

/** A catalog of two Nessie repositories with everything that is rare, and a vault. */
final class ZipScene implements AutoCloseable {
  static final CatalogOrigin LIVE = new CatalogOrigin.Live(Optional.of("nessie"), Optional.empty());
  static final CatalogOrigin BACKUP = new CatalogOrigin.Backup(BackupSelector.LATEST);

  private final MemoryStore store = new MemoryStore();
  private final TestDatabase database = TestDatabase.create();
  private final Operations operations =
      new Operations(store, database.database(), new TestContext());

  ZipScene() {
    try (Connection connection = database.connect()) {
      SampleCatalog.create(connection, "nessie", CatalogOddities.small());
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  TestDatabase database() {
    return database;
  }

  MemoryStore store() {
    return store;
  }

  void backup() {
    operations.backup("nessie");
  }

  /** The catalog as it is now. */
  CatalogSource open() {
    return LiveCatalog.open(
        database.database(),
        new CatalogOrigin.Live(Optional.of("nessie"), Optional.empty()),
        2,
        new TestContext().context());
  }

  NessieZip export(CatalogOrigin source, String repository, Path file) {
    export(source, Optional.of(repository), file);
    return new NessieZip(file);
  }

  ExportReport export(CatalogOrigin source, Optional<String> repository, Path file) {
    try (OutputStream out = Files.newOutputStream(file)) {
      return export(source, repository, out, new TestContext());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ExportReport export(
      CatalogOrigin source, Optional<String> repository, OutputStream out, TestContext work) {
    return new CatalogExport(operations::vault, database::database, work.context())
        .run(new ExportOptions(source, new ExportOptions.Format.NessieZip(repository, 2)), out);
  }

  static void write(CatalogSource source, Path file) {
    try (OutputStream out = Files.newOutputStream(file)) {
      new ArchiveWriter(source, ReferenceRows.of(source), "", new TestContext().context())
          .write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    database.close();
  }
}
