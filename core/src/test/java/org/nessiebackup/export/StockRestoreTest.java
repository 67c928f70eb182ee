package org.nessiebackup.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nessiebackup.backup.BackupOptions;
import org.nessiebackup.catalog.CatalogOrigin;
import org.nessiebackup.imports.AllTypes;
import org.nessiebackup.imports.ClientProgram;
import org.nessiebackup.imports.DumpScene;
import org.nessiebackup.testing.TestDatabase;

/** What is exported is restored by the real psql, all of it or nothing. */
class StockRestoreTest {
  private static TestDatabase source;
  private static List<String> rows;
  private @TempDir Path folder;

  @BeforeAll
  static void fillDatabase() {
    source = TestDatabase.create(15).withCatalog("nessie");
    source.execute(AllTypes.COLUMNS, AllTypes.ROWS);
    rows = source.catalogFingerprint("nessie");
  }

  @AfterAll
  static void dropDatabase() {
    source.close();
  }

  @ParameterizedTest
  @CsvSource({"13,false", "13,true", "15,false", "15,true", "18,false", "18,true"})
  void psqlRestoresTheExportOnEveryVersion(int version, boolean inserts) throws IOException {
    Path dump = export(inserts);
    try (TestDatabase target = TestDatabase.create(version)) {
      restore(target, dump);
      assertThat(target.catalogFingerprint("nessie")).isEqualTo(rows);
      assertThat(shape(target)).isEqualTo(shape(source));

      target.execute("DELETE FROM nessie.objs2");
      restore(target, dump);
      assertThat(target.catalogFingerprint("nessie")).isEqualTo(rows);
    }
  }

  @Test
  void backupIsExportedAsTheLiveCatalogIs() throws IOException {
    DumpScene scene = new DumpScene();
    new org.nessiebackup.backup.CatalogBackup(
            scene.vault(), source.database(), scene.work().context())
        .run(
            new BackupOptions(
                Optional.empty(),
                Optional.empty(),
                1,
                false,
                BackupOptions.Wanted.AUTO,
                Optional.empty(),
                List.of()));

    assertThat(withoutHeader(scene.export(false)))
        .isEqualTo(withoutHeader(Files.readAllBytes(export(false))));
  }

  private static List<String> withoutHeader(byte[] dump) {
    List<String> lines = new String(dump, UTF_8).lines().toList();
    return lines.subList(lines.indexOf("BEGIN;"), lines.size() - 1);
  }

  @Test
  void dumpThatWasCutOffRestoresNothingAndDestroysNothing() throws IOException {
    byte[] whole = Files.readAllBytes(export(false));
    Path part = folder.resolve("part.sql");
    ClientProgram psql = ClientProgram.require("psql");
    try (TestDatabase target = TestDatabase.create(15)) {
      target.execute(
          "CREATE SCHEMA nessie",
          "CREATE TABLE nessie.refs2 (a int)",
          "CREATE TABLE nessie.objs2 (a int)",
          "INSERT INTO nessie.objs2 VALUES (1)");
      int commit = new String(whole, UTF_8).indexOf("COMMIT;");
      int keys = new String(whole, UTF_8).indexOf("ALTER TABLE ONLY");
      for (int end : new int[] {commit, keys, whole.length / 2, whole.length / 3}) {
        Files.write(part, Arrays.copyOf(whole, end));
        psql.run(target, "-f", part.toString());
        assertThat(target.query("SELECT a FROM nessie.objs2")).containsExactly("1");
      }
    }
  }

  private static void restore(TestDatabase target, Path dump) {
    ClientProgram.require("psql")
        .succeed(target, "-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", dump.toString());
  }

  private Path export(boolean inserts) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    ExportReport report =
        new CatalogExport(
                () -> {
                  throw new AssertionError("no vault is needed");
                },
                source::database,
                new org.nessiebackup.testing.TestContext().context())
            .run(
                new ExportOptions(
                    new CatalogOrigin.Live(Optional.of("nessie"), Optional.empty()),
                    new ExportOptions.Format.Sql(inserts)),
                text);
    ExportReport.Content.Sql content = (ExportReport.Content.Sql) report.content();
    assertThat(content.bytes()).isEqualTo(text.size());
    assertThat(content.tables()).isEqualTo(2);
    assertThat(report.source()).contains("schema \"nessie\" (JDBC2)");
    Path file = folder.resolve("export.sql");
    Files.write(file, text.toByteArray());
    return file;
  }

  private static List<String> shape(TestDatabase database) {
    return database.query(
        """
        SELECT concat_ws('|', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
          a.attnotnull, co.collname,
          CASE WHEN pg_get_expr(d.adbin, d.adrelid) <> 'now()'
            THEN pg_get_expr(d.adbin, d.adrelid) END,
          pg_get_constraintdef(k.oid))
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
          LEFT JOIN pg_collation co ON co.oid = a.attcollation
          LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
          LEFT JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype = 'p'
        WHERE c.relnamespace = 'nessie'::regnamespace AND c.relkind = 'r' AND a.attnum > 0
        ORDER BY c.relname, a.attnum
        """);
  }
}
