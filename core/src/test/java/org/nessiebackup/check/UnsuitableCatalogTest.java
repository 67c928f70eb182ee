package org.nessiebackup.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.catalog.CatalogOrigin;
import org.nessiebackup.catalog.LiveCatalog;
import org.nessiebackup.check.CheckReport.Item;
import org.nessiebackup.check.CheckReport.Status;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.store.FolderStore;
import org.nessiebackup.testing.Operations;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.testing.TestDatabase;

/**
 * What Nessie reads under a table's name is backed up as a whole, or refused; and a check agrees.
 */
class UnsuitableCatalogTest {
  private static final String CHILD =
      "CREATE TABLE nessie.objs2_archive (LIKE nessie.objs2 INCLUDING ALL) INHERITS (nessie.objs2)";
  private static final String MOVED =
      "WITH moved AS (DELETE FROM ONLY nessie.objs2 WHERE obj_id IN (SELECT obj_id FROM"
          + " nessie.objs2 ORDER BY obj_id LIMIT 10) RETURNING *) INSERT INTO nessie.objs2_archive"
          + " SELECT * FROM moved";

  private final TestContext work = new TestContext();
  private final TestDatabase database = TestDatabase.create().withCatalog("nessie");
  private @TempDir Path folder;

  @AfterEach
  void drop() {
    database.close();
  }

  @Test
  void rowsInAChildTableAreRefusedUntilTheyAreMovedAsTheHintSays() {
    List<String> before = database.catalogFingerprint("nessie");
    database.execute(CHILD, MOVED);
    assertThat(database.catalogFingerprint("nessie")).isEqualTo(before);
    BackupException refused =
        refused(Failure.CATALOG_UNSUITABLE, "tables", "nessie.objs2_archive", database.database());
    assertThat(
            catchThrowableOfType(
                BackupException.class,
                () ->
                    LiveCatalog.open(
                        database.database(),
                        new CatalogOrigin.Live(Optional.empty(), Optional.empty()),
                        1,
                        work.context())))
        .hasMessage(refused.getMessage());
    String hint = refused.hint().orElseThrow();
    database.execute(hint.substring(hint.indexOf("BEGIN;")));
    assertThat(database.query("SELECT count(*) FROM nessie.objs2_archive")).containsExactly("10");
    assertThat(database.catalogFingerprint("nessie")).isEqualTo(before);
    assertThat(before.getLast())
        .startsWith(operations().backup().table("objs2").orElseThrow().rows() + " ");
    assertThat(item("tables", database.database()).status()).isEqualTo(Status.OK);
  }

  @Test
  void aRestoreOverATableWithChildrenSaysSoAndAnUndoBringsAllOfThemBack() {
    operations().backup();
    database.execute(CHILD, MOVED);
    List<String> before = database.catalogFingerprint("nessie");
    assertThat(operations().restoreLatest().swapped().warnings())
        .singleElement()
        .asString()
        .contains("child table nessie.objs2_archive");
    assertThat(database.catalogFingerprint("nessie")).isEqualTo(before);
    operations().undo();
    assertThat(database.catalogFingerprint("nessie")).isEqualTo(before);
    assertThat(database.query("SELECT count(*) FROM nessie.objs2_archive")).containsExactly("10");
  }

  @Test
  void tablesThatAreChildrenThemselvesAreWhole() {
    database.execute(
        "CREATE TABLE nessie.all_objects (LIKE nessie.objs2)",
        "ALTER TABLE nessie.objs2 INHERIT nessie.all_objects",
        "CREATE TABLE nessie.all_refs (LIKE nessie.refs2) PARTITION BY LIST (repo)",
        "ALTER TABLE nessie.all_refs ATTACH PARTITION nessie.refs2 DEFAULT");
    List<String> before = database.catalogFingerprint("nessie");
    operations().backup();
    assertThat(operations().restoreLatest().swapped().warnings())
        .anyMatch(text -> text.contains("parent table nessie.all_objects"))
        .anyMatch(text -> text.contains("parent table nessie.all_refs"));
    assertThat(database.catalogFingerprint("nessie")).isEqualTo(before);
  }

  @Test
  void generatedColumnsUnloggedTablesAndRedirectedInsertsLoseNoRow() {
    database.execute(
        "ALTER TABLE nessie.objs2 ADD COLUMN size int GENERATED ALWAYS AS (length(obj_value))"
            + " STORED",
        "ALTER TABLE nessie.objs2 SET UNLOGGED",
        "CREATE TABLE nessie.elsewhere (LIKE nessie.refs2)",
        "CREATE RULE elsewhere AS ON INSERT TO nessie.refs2 DO INSTEAD INSERT INTO nessie.elsewhere"
            + " VALUES (NEW.*)");
    List<String> before = database.catalogFingerprint("nessie");
    operations().backup();
    operations().restoreLatest();
    assertThat(database.catalogFingerprint("nessie")).isEqualTo(before);
  }

  @Test
  void aPartitionedTableIsThereButRefusedUntilItIsMadeWholeAsTheHintSays() {
    List<String> before = database.catalogFingerprint("nessie");
    database.execute(
        "ALTER TABLE nessie.objs2 RENAME TO objs2_p",
        "CREATE TABLE nessie.objs2 (LIKE nessie.objs2_p INCLUDING DEFAULTS, PRIMARY KEY (repo,"
            + " obj_id)) PARTITION BY HASH (repo)",
        "ALTER TABLE nessie.objs2 ATTACH PARTITION nessie.objs2_p FOR VALUES WITH (MODULUS 1,"
            + " REMAINDER 0)");
    BackupException refused =
        refused(
            Failure.CATALOG_UNSUITABLE,
            "catalog",
            "the catalog in schema \"nessie\" (JDBC2) is there, but \"nessie\".\"objs2\" is a"
                + " partitioned table",
            database.database());
    String hint = refused.hint().orElseThrow();
    database.execute(hint.substring(hint.indexOf("BEGIN;")));
    assertThat(database.catalogFingerprint("nessie")).isEqualTo(before);
    operations().backup();
  }

  @Test
  void viewsAndForeignTablesAreNamedAsWhatTheyAre() {
    database.execute(
        "CREATE SCHEMA other",
        "ALTER TABLE nessie.refs2 SET SCHEMA other",
        "CREATE VIEW nessie.refs2 AS SELECT * FROM other.refs2");
    refused(
        Failure.CATALOG_UNSUITABLE,
        "catalog",
        "\"nessie\".\"refs2\" is a view",
        database.database());
    database.execute(
        "DROP VIEW nessie.refs2",
        "CREATE MATERIALIZED VIEW nessie.refs2 AS SELECT * FROM other.refs2");
    refused(Failure.CATALOG_UNSUITABLE, "catalog", "is a materialized view", database.database());
    database.execute(
        "DROP MATERIALIZED VIEW nessie.refs2",
        "CREATE FOREIGN DATA WRAPPER w",
        "CREATE SERVER s FOREIGN DATA WRAPPER w",
        "CREATE FOREIGN TABLE nessie.refs2 (repo text) SERVER s");
    refused(Failure.CATALOG_UNSUITABLE, "catalog", "is a foreign table", database.database());
  }

  @Test
  void aNameThatLeadsElsewhereOnTheSearchPathIsRefusedUnlessTheSchemaIsNamed() {
    database.execute(
        "CREATE SCHEMA first",
        "CREATE TABLE first.objs2 (repo text)",
        "ALTER DATABASE " + database.name() + " SET search_path = first, nessie");
    refused(
        Failure.CATALOG_AMBIGUOUS,
        "catalog",
        "\"first\".\"objs2\" hides the table of that name",
        database.database());
    operations().backup("nessie");
  }

  @Test
  void rowSecurityThatHidesRowsFromABackupFailsTheCheckToo() {
    String reader = "reader_" + database.name();
    database.execute(
        "CREATE ROLE " + reader + " LOGIN",
        "GRANT USAGE ON SCHEMA nessie TO " + reader,
        "GRANT SELECT ON ALL TABLES IN SCHEMA nessie TO " + reader,
        "ALTER TABLE nessie.refs2 ENABLE ROW LEVEL SECURITY",
        "CREATE POLICY p ON nessie.refs2 USING (repo = 'team_b')");
    BackupException refused =
        refused(
            Failure.PERMISSION,
            "backup-privileges",
            "row security hides rows of table \"refs2\"",
            database.database(reader));
    assertThat(refused.hint().orElseThrow()).contains("ALTER ROLE " + reader + " BYPASSRLS;");
    database.execute("DROP OWNED BY " + reader, "DROP ROLE " + reader);
  }

  @Test
  void aVaultOfAnotherCatalogIsRefusedByABackupAndACheck() {
    operations().backup();
    try (TestDatabase other = TestDatabase.create().withCatalog("nessie")) {
      BackupException refused =
          catchThrowableOfType(
              BackupException.class,
              () -> new Operations(new FolderStore(folder), other.database(), work).backup());
      Item history = item("history", other.database());
      assertThat(history.status()).isEqualTo(Status.FAIL);
      assertThat(history.detail()).isEqualTo(refused.getMessage());
      assertThat(history.advice()).isEqualTo(refused.hint());
    }
    assertThat(item("history", database.database()).status()).isEqualTo(Status.OK);
  }

  @Test
  void aRoleWithTooFewConnectionsIsRefusedByACheckAsByABackup() {
    String reader = "reader_" + database.name();
    database.execute(
        "CREATE ROLE " + reader + " LOGIN CONNECTION LIMIT 1",
        "GRANT USAGE ON SCHEMA nessie TO " + reader,
        "GRANT SELECT ON ALL TABLES IN SCHEMA nessie TO " + reader);
    Item snapshot = item("snapshot", database.database(reader));
    assertThat(snapshot.status()).isEqualTo(Status.FAIL);
    assertThat(snapshot.detail()).contains("too many connections for role");
    database.execute("ALTER ROLE " + reader + " CONNECTION LIMIT 2");
    assertThat(item("snapshot", database.database(reader)).status()).isEqualTo(Status.OK);
    database.execute("DROP OWNED BY " + reader, "DROP ROLE " + reader);
  }

  @Test
  void aPolicyThatCannotBeCarriedOverIsRefusedByARestoreAndACheck() {
    operations().backup();
    database.execute(
        "CREATE POLICY p ON nessie.refs2 USING (EXISTS (SELECT FROM nessie.objs2))",
        "ALTER TABLE nessie.refs2 ENABLE ROW LEVEL SECURITY");
    BackupException refused =
        catchThrowableOfType(BackupException.class, () -> operations().restoreLatest());
    Item obstacles = item("restore-obstacles", database.database());
    assertThat(obstacles.status()).isEqualTo(Status.FAIL);
    assertThat(obstacles.detail()).isEqualTo(refused.getMessage());
    assertThat(obstacles.advice()).isEqualTo(refused.hint());
  }

  /** Refused by a backup, and by an item of the check in the same words. */
  private BackupException refused(Failure failure, String item, String message, Database as) {
    BackupException refused =
        catchThrowableOfType(
            BackupException.class,
            () -> new Operations(new FolderStore(folder), as, work).backup());
    assertThat(refused).hasMessageContaining(message).matches(e -> e.failure() == failure);
    Item found = item(item, as);
    assertThat(found.status()).isEqualTo(Status.FAIL);
    assertThat(found.detail()).isEqualTo(refused.getMessage());
    assertThat(found.advice()).isEqualTo(refused.hint());
    return refused;
  }

  private Item item(String name, Database as) {
    Operations operations = new Operations(new FolderStore(folder), as, work);
    return new CatalogCheck(operations::vault, () -> as, work.context())
            .run(
                new CheckOptions(Optional.empty(), Optional.empty(), Duration.ofDays(1), List.of()))
            .items()
            .stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow();
  }

  private Operations operations() {
    return new Operations(new FolderStore(folder), database.database(), work);
  }
}
