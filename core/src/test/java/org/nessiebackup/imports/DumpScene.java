package org.nessiebackup.imports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.TableSet;
import org.nessiebackup.catalog.CatalogOrigin;
import org.nessiebackup.export.CatalogExport;
import org.nessiebackup.export.ExportOptions;
import org.nessiebackup.store.MemoryStore;
import org.nessiebackup.store.StoredObject;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.vault.NewVault;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.backups.BackupSelector;

/** A vault in memory into which dumps are imported, and out of which they are exported again. */
public final class DumpScene {
  /** Where a hand-made dump ends. */
  static final String COMPLETE = "--\n-- PostgreSQL database dump complete\n--\n";

  /** A catalog with three columns that stand for all. */
  static final String TABLES =
      """
      CREATE TABLE nessie.refs2 (
          repo character varying NOT NULL,
          n bigint,
          b bytea
      );
      CREATE TABLE nessie.objs2 (id integer NOT NULL, flag boolean);
      """;

  /** No rows in the second table. */
  static final String NO_OBJECTS = "COPY nessie.objs2 (id, flag) FROM stdin;\n\\.\n";

  private final MemoryStore store = new MemoryStore();
  private final Vault vault =
      Vault.create(
          store,
          new NewVault(
              "a vault", Instant.EPOCH, "nessie-backup test", List.of(), Optional.empty()));
  private final TestContext work = new TestContext();

  /** The vault. */
  public Vault vault() {
    return vault;
  }

  /** Objects of backups, complete or not. */
  List<String> backupObjects() {
    return store.list("backups/").stream().map(StoredObject::name).toList();
  }

  /** Changes the third byte from the end of every segment. */
  void damageSegments() throws IOException {
    for (String name : backupObjects()) {
      if (name.endsWith(".zst")) {
        byte[] changed = store.bytes(name);
        changed[changed.length - 3] ^= 1;
        store.overwrite(name, changed);
      }
    }
  }

  /** The context of all work. */
  public TestContext work() {
    return work;
  }

  ImportReport importDump(String dump) {
    return importDump(dump.getBytes(UTF_8));
  }

  ImportReport importDump(byte[] dump) {
    return importDump(dump, Optional.empty(), Optional.empty());
  }

  ImportReport importDump(byte[] dump, Optional<String> schema, Optional<TableSet> tables) {
    return importDump(dump, new ImportOptions("test.sql", Optional.empty(), schema, tables));
  }

  ImportReport importDump(byte[] dump, ImportOptions options) {
    return new DumpImport(vault, work.context()).run(new ByteArrayInputStream(dump), options);
  }

  /** The failure of an import, which has left nothing in the vault. */
  BackupException refusal(String dump) {
    BackupException refused = catchThrowableOfType(BackupException.class, () -> importDump(dump));
    assertThat(refused).as("an import that has to fail").isNotNull();
    assertThat(backupObjects()).isEmpty();
    return refused;
  }

  /** Exports the newest backup. */
  public byte[] export(boolean inserts) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    new CatalogExport(
            () -> vault,
            () -> {
              throw new AssertionError("no database is needed");
            },
            work.context())
        .run(
            new ExportOptions(
                new CatalogOrigin.Backup(BackupSelector.LATEST),
                new ExportOptions.Format.Sql(inserts)),
            text);
    return text.toByteArray();
  }

  /** Rows of a table, as VALUES lists. */
  List<String> rows(String table) {
    String start = "INSERT INTO " + table + " ";
    return new String(export(true), UTF_8)
        .lines()
        .filter(line -> line.startsWith(start))
        .map(line -> line.substring(line.indexOf("VALUES ") + 7, line.length() - 1))
        .toList();
  }

  /** The digests of the newest backup's tables. */
  List<String> digests() {
    return vault.backups().latest().orElseThrow().tables().stream()
        .map(table -> table.name() + " " + table.rows() + " " + table.digest())
        .toList();
  }
}
