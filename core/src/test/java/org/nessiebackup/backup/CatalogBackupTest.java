package org.nessiebackup.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nessiebackup.BackupException;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.Source;
import org.nessiebackup.manifest.TableEntry;
import org.nessiebackup.postgres.ConnectionSettings;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.sandbox.CatalogOddities;
import org.nessiebackup.sandbox.CatalogShape;
import org.nessiebackup.sandbox.PostgresServer;
import org.nessiebackup.sandbox.SampleCatalog;
import org.nessiebackup.sandbox.StandbyServer;
import org.nessiebackup.sandbox.StoreType;
import org.nessiebackup.store.FolderStore;
import org.nessiebackup.tables.CatalogLock;
import org.nessiebackup.testing.Operations;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.testing.TestDatabase;

class CatalogBackupTest {
  private final TestContext work = new TestContext();
  private final TestDatabase database = TestDatabase.create();
  private @TempDir Path folder;

  @AfterEach
  void drop() {
    database.close();
  }

  private Operations operations(Database as) {
    return new Operations(new FolderStore(folder), as, work);
  }

  private Operations operations() {
    return operations(database.database());
  }

  @Test
  void capturesTheVersionOneTables() throws SQLException {
    try (Connection connection = database.connect()) {
      StoreType.JDBC.create(connection, "old", CatalogOddities.small());
    }
    String objects = database.fingerprint("old.objs");
    String references = database.fingerprint("old.refs");
    assertThat(operations().backup().source().storeType()).isEqualTo("JDBC");
    database.execute("TRUNCATE old.objs, old.refs");
    operations().restoreLatest();
    assertThat(database.fingerprint("old.objs")).isEqualTo(objects);
    assertThat(database.fingerprint("old.refs")).isEqualTo(references);
  }

  @ParameterizedTest
  @ValueSource(ints = {13, 18})
  void saysWhereTheLogGoesOnAndWhichTransactionsWereRunning(int version) throws SQLException {
    try (TestDatabase server = TestDatabase.create(version).withCatalog("nessie");
        Connection first = server.connect();
        Connection second = server.connect()) {
      String running = begunTransaction(first);
      String later = begunTransaction(second);
      second.rollback();
      String before = server.query("SELECT pg_current_wal_insert_lsn()").getFirst();

      Source.Server source = (Source.Server) operations(server.database()).backup().source();

      String after = server.query("SELECT pg_current_wal_insert_lsn()").getFirst();
      String lsn = source.lsnBefore().orElseThrow();
      assertThat(
              server.query(
                  "SELECT '%s'::pg_lsn BETWEEN '%s' AND '%s'".formatted(lsn, before, after)))
          .containsExactly("t");
      assertThat(source.snapshot().split(":", 3)[2].split(",", -1))
          .contains(running)
          .doesNotContain(later);
      first.rollback();
    }
  }

  private static String begunTransaction(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement();
        ResultSet number = statement.executeQuery("SELECT pg_current_xact_id()::text")) {
      number.next();
      return number.getString(1);
    }
  }

  @Test
  void capturesSeveralNessieRepositoriesAndAnEmptyRepositoryId() throws SQLException {
    try (Connection connection = database.connect()) {
      SampleCatalog.create(
          connection,
          "nessie",
          CatalogOddities.in(
              new CatalogShape(60, 3, 8, 20, 1, List.of("", "other", "ünï \"quoted\""))));
    }
    List<String> before = database.catalogFingerprint("nessie");
    operations().backup();
    database.execute("DELETE FROM nessie.objs2 WHERE repo = ''");
    operations().restoreLatest();
    assertThat(database.catalogFingerprint("nessie")).isEqualTo(before);
  }

  @Test
  void capturesColumnsAsTheyAre() {
    database.execute(
        "CREATE SCHEMA \"Odd \"\"name\"\"\"",
        "CREATE TABLE \"Odd \"\"name\"\"\".refs2 (repo text COLLATE ucs_basic, ref_name text,"
            + " pointer bytea, deleted boolean, created_at bigint, ext_info bytea, prev_ptr bytea,"
            + " PRIMARY KEY (repo, ref_name))",
        "INSERT INTO \"Odd \"\"name\"\"\".refs2 VALUES ('', 'main', '\\x00ff', false), ('', '',"
            + " NULL, NULL)",
        "CREATE TABLE \"Odd \"\"name\"\"\".objs2 (repo varchar(20), dropped int, obj_id bytea NOT"
            + " NULL, \"Extra \"\"column\"\"\" numeric(10,2) DEFAULT 1.50, at timestamptz, tags"
            + " text[], note text DEFAULT 'it''s \\x', obj_type text, obj_vers text, obj_value"
            + " bytea, obj_ref bigint, PRIMARY KEY (obj_id, repo))",
        "ALTER TABLE \"Odd \"\"name\"\"\".objs2 DROP COLUMN dropped",
        "INSERT INTO \"Odd \"\"name\"\"\".objs2 (repo, obj_id, at, tags)"
            + " VALUES ('r', '\\x01', '2026-01-01 00:00+00', '{a,NULL,\"b c\"}')");
    String schema = "Odd \"name\"";
    List<String> before = database.catalogFingerprint(schema);
    Manifest manifest = operations().backup();
    assertThat(manifest.tables().get(1).shape().columnNames())
        .containsExactly(
            "repo",
            "obj_id",
            "Extra \"column\"",
            "at",
            "tags",
            "note",
            "obj_type",
            "obj_vers",
            "obj_value",
            "obj_ref");
    database.execute("DROP SCHEMA \"Odd \"\"name\"\"\" CASCADE");
    operations().restoreLatest();
    assertThat(database.catalogFingerprint(schema)).isEqualTo(before);
    assertThat(
            database.query(
                "SELECT column_name || ' ' || data_type || ' ' || coalesce(column_default, '-')"
                    + " FROM information_schema.columns WHERE table_name = 'objs2'"
                    + " ORDER BY ordinal_position"))
        .containsExactly(
            "repo character varying -",
            "obj_id bytea -",
            "Extra \"column\" numeric 1.50",
            "at timestamp with time zone -",
            "tags ARRAY -",
            "note text 'it''s \\x'::text",
            "obj_type text -",
            "obj_vers text -",
            "obj_value bytea -",
            "obj_ref bigint -");
    assertThat(
            database.query(
                "SELECT collation_name FROM information_schema.columns"
                    + " WHERE table_name = 'refs2' AND column_name = 'repo'"))
        .containsExactly("ucs_basic");
  }

  @Test
  void namesOtherTablesAndLeavesThemAlone() {
    database.withCatalog("nessie");
    database.execute("CREATE TABLE nessie.gc_live_sets (id int)");
    Manifest manifest = operations().backup();
    assertThat(manifest.tables()).extracting(TableEntry::name).containsExactly("refs2", "objs2");
    assertThat(work.warnings()).singleElement().asString().contains("gc_live_sets");
  }

  @Test
  void needsNothingButSelect() {
    database.withCatalog("nessie");
    String role = "reader_" + database.name();
    database.execute("CREATE ROLE " + role + " LOGIN");
    Operations operations = operations(database.database(role));
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(operations::backup)
        .matches(e -> e.failure() == Failure.PERMISSION)
        .matches(e -> e.hint().orElse("").contains("GRANT USAGE ON SCHEMA nessie TO " + role));
    database.execute("GRANT USAGE ON SCHEMA nessie TO " + role);
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(operations::backup)
        .matches(e -> e.hint().orElse("").contains("GRANT SELECT ON nessie.objs2 TO " + role));
    database.execute("GRANT SELECT ON nessie.refs2, nessie.objs2 TO " + role);
    assertThat(operations.backup().rows()).isPositive();
    database.execute("DROP OWNED BY " + role, "DROP ROLE " + role);
  }

  @Test
  void refusesToLoseRowsToRowSecurity() {
    database.withCatalog("nessie");
    String role = "filtered_" + database.name();
    database.execute(
        "CREATE ROLE " + role + " LOGIN",
        "GRANT USAGE ON SCHEMA nessie TO " + role,
        "GRANT SELECT ON nessie.refs2, nessie.objs2 TO " + role,
        "ALTER TABLE nessie.objs2 ENABLE ROW LEVEL SECURITY");
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> operations(database.database(role)).backup())
        .withMessageContaining("row security")
        .matches(e -> e.failure() == Failure.PERMISSION);
    database.execute("DROP OWNED BY " + role, "DROP ROLE " + role);
  }

  @Test
  void readsOneMomentWhileOthersWrite() throws SQLException {
    database.withCatalog("nessie");
    List<String> before = database.catalogFingerprint("nessie");
    AtomicInteger calls = new AtomicInteger();
    // The catalog changes after the snapshot was taken and before the last rows are read.
    work.onAdvance(
        () -> {
          if (calls.getAndIncrement() == 0) {
            database.execute("DELETE FROM nessie.objs2", "UPDATE nessie.refs2 SET pointer = NULL");
          }
        });
    operations()
        .backup(
            new BackupOptions(
                Optional.empty(),
                Optional.empty(),
                1,
                false,
                BackupOptions.Wanted.AUTO,
                Optional.empty(),
                List.of()));
    work.onAdvance(() -> {});
    assertThat(database.catalogFingerprint("nessie")).isNotEqualTo(before);
    operations().restoreLatest();
    assertThat(database.catalogFingerprint("nessie")).isEqualTo(before);
  }

  @Test
  void worksOnAStandby() throws SQLException {
    try (PostgresServer primary = PostgresServer.start();
        Connection connection = primary.connect()) {
      SampleCatalog.create(connection, "nessie", CatalogOddities.small());
      try (PostgresServer standby = StandbyServer.of(primary)) {
        StandbyServer.awaitReplay(primary, standby);
        Database reading =
            new Database(
                new ConnectionSettings(
                    standby.jdbcUrl(), Optional.of("postgres"), Optional.empty(), "nessie-backup"));
        Operations operations = operations(reading);
        Manifest manifest = operations.backup();
        assertThat(manifest.source())
            .isInstanceOfSatisfying(
                Source.Server.class, server -> assertThat(server.standby()).isTrue());
        assertThatExceptionOfType(BackupException.class)
            .isThrownBy(operations::plan)
            .matches(e -> e.failure() == Failure.SERVER_UNSUPPORTED)
            .withMessageContaining("standby");
      }
    }
  }

  @Test
  void oneBackupAtATimeAndTheSecondHearsWhoHoldsTheLock() {
    database.withCatalog("nessie");
    try (Session holder = database.database().open(new Cancellation())) {
      CatalogLock.acquire(holder, "nessie");
      assertThatExceptionOfType(BackupException.class)
          .isThrownBy(() -> operations().backup())
          .withMessageContaining("nessie-backup test")
          .withMessageContaining("server process")
          .matches(e -> e.failure() == Failure.LOCKED);
    }
    assertThat(operations().backup().rows()).isPositive();
  }

  @Test
  void refusesAnotherCatalogsHistoryUnlessToldThatItContinues() {
    database.withCatalog("nessie");
    operations().backup();
    try (TestDatabase other = TestDatabase.create().withCatalog("nessie")) {
      Operations elsewhere = operations(other.database());
      assertThatExceptionOfType(BackupException.class)
          .isThrownBy(elsewhere::backup)
          .withMessageContaining(database.name())
          .withMessageContaining(other.name())
          .matches(e -> e.failure() == Failure.TARGET_GUARDED);
      elsewhere.backup(
          new BackupOptions(
              Optional.empty(),
              Optional.empty(),
              2,
              true,
              BackupOptions.Wanted.AUTO,
              Optional.empty(),
              List.of()));
      elsewhere.backup();
    }
  }

  @Test
  void aRequestToStopLeavesNoBackupAndNoFile() {
    database.withCatalog("nessie");
    work.onAdvance(() -> work.cancellation().request());
    Operations operations = operations();
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(operations::backup)
        .matches(e -> e.failure() == Failure.INTERRUPTED);
    assertThat(operations.vault().backups().list()).isEmpty();
    assertThat(folder.resolve("backups")).doesNotExist();
  }

  @Test
  void aBrokenConnectionLeavesNoBackup() {
    database.withCatalog("nessie");
    work.onAdvance(
        () ->
            database.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"
                    + database.name()
                    + "' AND application_name LIKE 'nessie-backup%'"));
    Operations operations = operations();
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(
            () ->
                operations.backup(
                    new BackupOptions(
                        Optional.empty(),
                        Optional.empty(),
                        1,
                        false,
                        BackupOptions.Wanted.AUTO,
                        Optional.empty(),
                        List.of())))
        .matches(e -> e.failure() == Failure.CONNECTION);
    assertThat(operations.vault().backups().list()).isEmpty();
    assertThat(folder.resolve("backups")).doesNotExist();
  }
}
