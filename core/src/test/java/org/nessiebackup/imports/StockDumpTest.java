package org.nessiebackup.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nessiebackup.backup.BackupOptions;
import org.nessiebackup.backup.CatalogBackup;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.TableEntry;
import org.nessiebackup.nessie.StoreType;
import org.nessiebackup.sandbox.CatalogOddities;
import org.nessiebackup.segment.DumpCompression;
import org.nessiebackup.testing.TestDatabase;

/** What the real pg_dump writes is imported as exactly the rows and columns of the live tables. */
class StockDumpTest {
  private static final int SERVER = 15;

  private static TestDatabase database;
  private static List<String> live;
  private @TempDir Path folder;

  @BeforeAll
  static void fillDatabase() throws SQLException {
    database = TestDatabase.create(SERVER).withCatalog("nessie");
    try (Connection connection = database.connect()) {
      org.nessiebackup.sandbox.StoreType.JDBC.create(
          connection, "Old \"one\"", CatalogOddities.small());
    }
    database.execute(AllTypes.COLUMNS, AllTypes.ROWS);
    database.execute(
        "CREATE TABLE public.\"Strange; -- table\" (a text DEFAULT 'x;''', b text)",
        "INSERT INTO public.\"Strange; -- table\" SELECT E'\\\\.\\n' || g, E'a\\\\b;--''' FROM"
            + " generate_series(1, 30) AS g",
        "CREATE FUNCTION public.old_style() RETURNS text LANGUAGE plpgsql AS $fn$ BEGIN RETURN"
            + " 'INSERT INTO nessie.refs2; $$ DROP'; END $fn$",
        "CREATE FUNCTION public.new_style(i int) RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT CASE"
            + " WHEN i > 1 THEN 1 ELSE 2 END; SELECT i; END",
        "CREATE VIEW nessie.heads AS SELECT repo, ref_name FROM nessie.refs2 WHERE NOT deleted",
        "COMMENT ON TABLE nessie.refs2 IS 'it''s; here -- /* '",
        "ALTER TABLE nessie.objs2 ALTER COLUMN obj_value SET STORAGE EXTERNAL",
        "CREATE INDEX ON nessie.objs2 (obj_ref)");
    live = describe(backup("nessie"));
  }

  @AfterAll
  static void dropDatabase() {
    database.close();
  }

  private static Manifest backup(String schema) {
    DumpScene scene = new DumpScene();
    return new CatalogBackup(scene.vault(), database.database(), scene.work().context())
        .run(
            new BackupOptions(
                Optional.of(schema),
                Optional.empty(),
                1,
                false,
                BackupOptions.Wanted.AUTO,
                Optional.empty(),
                List.of()))
        .manifest();
  }

  private static List<String> describe(Manifest manifest) {
    return manifest.tables().stream().map(StockDumpTest::describe).toList();
  }

  private static String describe(TableEntry table) {
    return table.rows() + " " + table.digest() + " " + table.shape();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-n nessie",
        "-n nessie --clean --if-exists",
        "-n nessie --inserts",
        "-n nessie --column-inserts --on-conflict-do-nothing",
        "-n nessie --rows-per-insert=10 --no-owner",
        "-n nessie --no-comments --disable-dollar-quoting --quote-all-identifiers",
        "-n nessie --compress=6",
        "-n nessie -t nessie.refs2 -t nessie.objs2 --verbose --no-privileges",
        "-n nessie -n public --create --clean",
        "--exclude-schema=*one*",
        "--exclude-schema=*one* --inserts"
      })
  void dumpIsImportedAsTheLiveTablesAre(String options) throws IOException {
    ImportReport report = importFile(dump(options), Optional.empty());

    assertThat(describe(report.manifest())).isEqualTo(live);
    assertThat(report.manifest().source().describe())
        .contains("schema \"nessie\"", "pg_dump " + SERVER);
    assertThat(report.lines()).isGreaterThan(50);
    if (options.startsWith("--exclude")) {
      assertThat(report.skippedTables()).containsExactly("public.Strange; -- table");
    }
  }

  @Test
  void wholeDatabaseWithTwoCatalogsNeedsAChoice() throws IOException {
    Path file = dump("");

    assertThat(describe(importFile(file, Optional.of("nessie")).manifest())).isEqualTo(live);
    assertThat(describe(importFile(file, Optional.of("Old \"one\"")).manifest()))
        .isEqualTo(describe(backup("Old \"one\"")));
    assertThat(
            org.assertj.core.api.Assertions.catchThrowable(
                () -> importFile(file, Optional.empty())))
        .hasMessageContaining("several catalogs")
        .hasMessageContaining("schema \"nessie\" (JDBC2)")
        .hasMessageContaining("(JDBC)");
    DumpScene scene = new DumpScene();
    try (InputStream in = Files.newInputStream(file)) {
      Manifest manifest =
          new DumpImport(scene.vault(), scene.work().context())
              .run(
                  in,
                  new ImportOptions(
                      "dump.sql",
                      Optional.empty(),
                      Optional.empty(),
                      Optional.of(StoreType.JDBC2.tables())))
              .manifest();
      assertThat(describe(manifest)).isEqualTo(live);
    }
  }

  @Test
  void zstdIsFoundByContent() throws IOException {
    Path file = dump("-n nessie");
    Path compressed = folder.resolve("dump.anything");
    try (OutputStream out = DumpCompression.zstd(Files.newOutputStream(compressed))) {
      Files.copy(file, out);
    }

    assertThat(describe(importFile(compressed, Optional.empty()).manifest())).isEqualTo(live);
  }

  private Path dump(String options) {
    ClientProgram program = ClientProgram.require("pg_dump");
    assumeTrue(program.majorVersion() >= SERVER, "pg_dump is older than the server");
    Path file = folder.resolve("dump.sql");
    List<String> arguments = new ArrayList<>(List.of("-f", file.toString()));
    if (!options.isEmpty()) {
      arguments.addAll(List.of(options.split(" ", -1)));
    }
    program.succeed(database, arguments.toArray(String[]::new));
    return file;
  }

  private static ImportReport importFile(Path file, Optional<String> schema) throws IOException {
    DumpScene scene = new DumpScene();
    try (InputStream in = Files.newInputStream(file)) {
      return new DumpImport(scene.vault(), scene.work().context())
          .run(in, new ImportOptions("dump.sql", Optional.empty(), schema, Optional.empty()));
    }
  }
}
