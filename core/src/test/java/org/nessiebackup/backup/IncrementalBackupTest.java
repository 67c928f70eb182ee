package org.nessiebackup.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.nessiebackup.backup.BackupOptions.Wanted;
import org.nessiebackup.backup.BackupReport.FullReason;
import org.nessiebackup.manifest.Source;
import org.nessiebackup.manifest.TableChanges;
import org.nessiebackup.testing.TestDatabase;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;

/**
 * What may happen on a server between two backups, and what becomes of the second one. What does
 * not depend on the server's version is in {@link FullAgainTest}.
 */
@Tag("versions")
@ParameterizedClass
@MethodSource("versions")
class IncrementalBackupTest {
  private static final String NEW_ROW =
      "INSERT INTO nessie.objs2 (repo, obj_id, obj_type) VALUES ('%s', '\\x01', 'v')";

  private final IncrementalScene scene = new IncrementalScene();
  private @Parameter int version;
  private TestDatabase database;

  static Iterable<Integer> versions() {
    return TestDatabase.versions();
  }

  @BeforeEach
  void firstBackup() {
    database = TestDatabase.create(version).withCatalog("nessie");
    assertThat(scene.backUp(database).fullReason()).contains(FullReason.FIRST);
  }

  @AfterEach
  void drop() {
    database.close();
  }

  private void change(String... statements) {
    database.execute(statements);
  }

  @Test
  void newCommitsAreInsertedRowsAndReferencesAreStoredWhole() {
    scene.grow(database, 3);
    TableChanges changes = scene.incremental(database);
    assertThat(changes.inserted()).isPositive();
    assertThat(changes.deleted()).isZero();
  }

  @Test
  void nothingNewIsStoredWhenNothingHasHappened() {
    scene.assertRestores(database, scene.vault().backups().latest().orElseThrow());
    TableChanges changes = scene.incremental(database);
    assertThat(changes.inserted() + changes.updated() + changes.deleted()).isZero();
    assertThat(scene.incremental(database).rows()).isEqualTo(changes.rows());
  }

  @Test
  void rowsRewrittenUnderTheSameIdAndReplacedOnesAreUpdates() {
    change("UPDATE nessie.objs2 SET obj_ref = 7 WHERE obj_type = 'u'");
    assertThat(scene.incremental(database).updated()).isPositive();
    change(
        "BEGIN; CREATE TEMP TABLE r AS SELECT * FROM nessie.objs2 WHERE obj_type = 'u';"
            + " DELETE FROM nessie.objs2 WHERE obj_type = 'u'; UPDATE r SET obj_vers = 'other';"
            + " INSERT INTO nessie.objs2 SELECT * FROM r; COMMIT");
    TableChanges changes = scene.incremental(database);
    assertThat(changes.updated()).isPositive();
    assertThat(changes.inserted() + changes.deleted()).isZero();
  }

  @Test
  void deletedKeysAreFoundExactlyAndMayComeBack() {
    change(NEW_ROW.formatted("gone"), NEW_ROW.formatted("stays"));
    scene.incremental(database);
    change("DELETE FROM nessie.objs2 WHERE repo = 'gone' OR repo = 'other'");
    TableChanges changes = scene.incremental(database);
    assertThat(changes.deleted()).isGreaterThan(1);
    assertThat(changes.inserted() + changes.updated()).isZero();
    change(NEW_ROW.formatted("gone"));
    assertThat(scene.incremental(database).inserted()).isEqualTo(1);
  }

  @Test
  void deletedReferencesAreGoneAndSecondNessieRepositoriesAreThere() {
    change(
        "DELETE FROM nessie.refs2 WHERE repo = 'other'",
        "INSERT INTO nessie.refs2 (repo, ref_name, pointer, deleted)"
            + " VALUES ('third', 'main', '\\x00', false)",
        NEW_ROW.formatted("third"));
    assertThat(scene.incremental(database).inserted()).isEqualTo(1);
  }

  @Test
  void subtransactionsThatWereOpenDuringTheParentsSnapshotAreNotMissed() throws SQLException {
    try (Connection writer = database.connect();
        Statement statement = writer.createStatement()) {
      writer.setAutoCommit(false);
      statement.execute("SAVEPOINT one");
      statement.execute(NEW_ROW.formatted("one"));
      statement.execute("RELEASE SAVEPOINT one");
      scene.incremental(database);
      statement.execute("SAVEPOINT two");
      statement.execute(NEW_ROW.formatted("two"));
      // Numbers that are given to others meanwhile are greater than those of the subtransactions.
      change(NEW_ROW.formatted("other transaction"));
      scene.incremental(database);
      writer.commit();
    }
    assertThat(scene.incremental(database).inserted()).isGreaterThanOrEqualTo(2);
  }

  @Test
  void rowsOfALongTransactionAreStoredAgainRatherThanMissed() throws SQLException {
    try (Connection writer = database.connect();
        Statement statement = writer.createStatement()) {
      writer.setAutoCommit(false);
      statement.execute(NEW_ROW.formatted("long"));
      scene.grow(database, 1);
      scene.incremental(database);
      scene.incremental(database);
      writer.commit();
    }
    assertThat(scene.incremental(database).inserted()).isPositive();
  }

  @Test
  void maintenanceHidesNothingAndForcesNothing() {
    for (String command :
        new String[] {
          "VACUUM (FULL) nessie.objs2",
          "VACUUM (FREEZE) nessie.objs2",
          "CLUSTER nessie.objs2 USING objs2_pkey",
          "ALTER TABLE nessie.objs2 SET (fillfactor = 70)",
          "REINDEX TABLE nessie.objs2",
          "ANALYZE nessie.objs2"
        }) {
      change(NEW_ROW.formatted(command), command);
      assertThat(scene.incremental(database).inserted()).as(command).isPositive();
    }
  }

  @Test
  void tableThatIsFilledAnewIsBackedUpAsAWhole() throws SQLException, IOException {
    change(
        "BEGIN; CREATE TEMP TABLE r AS TABLE nessie.objs2; TRUNCATE nessie.objs2;"
            + " INSERT INTO nessie.objs2 SELECT * FROM r; COMMIT");
    scene.full(database, FullReason.TOO_MANY_CHANGES);
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      CopyManager copies = new CopyManager(connection.unwrap(BaseConnection.class));
      ByteArrayOutputStream rows = new ByteArrayOutputStream();
      copies.copyOut("COPY nessie.objs2 TO STDOUT", rows);
      connection.setAutoCommit(false);
      statement.execute("TRUNCATE nessie.objs2");
      copies.copyIn(
          "COPY nessie.objs2 FROM STDIN WITH (FREEZE)",
          new ByteArrayInputStream(rows.toByteArray()));
      connection.commit();
    }
    scene.full(database, FullReason.TOO_MANY_CHANGES);
  }

  @Test
  void recreatedTableIsBackedUpAsAWhole() {
    change(
        "CREATE TABLE nessie.n (LIKE nessie.objs2 INCLUDING ALL)",
        "INSERT INTO nessie.n SELECT * FROM nessie.objs2",
        "DROP TABLE nessie.objs2",
        "ALTER TABLE nessie.n RENAME TO objs2");
    scene.full(database, FullReason.TABLE_REPLACED);
  }

  @Test
  void addedColumnIsBackedUpAsAWhole() {
    change("ALTER TABLE nessie.objs2 ADD COLUMN extra text DEFAULT 'x'");
    scene.full(database, FullReason.TABLE_CHANGED);
    scene.incremental(database);
  }

  @Test
  void columnThatWasDroppedAndAddedAgainIsNoticedThoughNoRowHasChanged() {
    change(
        "ALTER TABLE nessie.objs2 DROP COLUMN obj_ref",
        "ALTER TABLE nessie.objs2 ADD COLUMN obj_ref bigint DEFAULT 5",
        "ALTER TABLE nessie.objs2 ALTER COLUMN obj_ref DROP DEFAULT");
    scene.full(database, FullReason.TABLE_CHANGED);
  }

  @Test
  void typesThatAreDefinedElsewhereAreNotTrusted() {
    change(
        "CREATE TYPE nessie.mood AS ENUM ('good', 'bad')",
        "ALTER TABLE nessie.objs2 ADD COLUMN mood nessie.mood DEFAULT 'good'");
    scene.full(database, FullReason.TABLE_CHANGED);
    change("ALTER TYPE nessie.mood RENAME VALUE 'good' TO 'fine'");
    BackupReport report = scene.backUp(database);
    assertThat(report.fullReason()).contains(FullReason.TABLE_UNSUITABLE);
  }

  @Test
  void keyThatDoesNotLeadIsNotTrusted() {
    change(
        "ALTER TABLE nessie.objs2 DROP CONSTRAINT objs2_pkey",
        "ALTER TABLE nessie.objs2 ADD PRIMARY KEY (repo, obj_id, obj_type)");
    scene.full(database, FullReason.TABLE_CHANGED);
    change("ALTER TABLE nessie.objs2 DROP CONSTRAINT objs2_pkey");
    scene.full(database, FullReason.TABLE_CHANGED);
    scene.full(database, FullReason.TABLE_UNSUITABLE);
  }

  @Test
  void roleThatMayNotAskIsServedByFullBackups() {
    change("REVOKE EXECUTE ON FUNCTION pg_current_wal_flush_lsn() FROM PUBLIC");
    String role = "reader_" + database.name();
    change(
        "CREATE ROLE " + role + " LOGIN",
        "GRANT USAGE ON SCHEMA nessie TO " + role,
        "GRANT SELECT ON ALL TABLES IN SCHEMA nessie TO " + role);
    scene.backUp(database.database(role), Wanted.FULL, Optional.empty());
    assertThat(reason(role)).contains(FullReason.NOT_DURABLE);
    change("REVOKE EXECUTE ON FUNCTION pg_control_system() FROM PUBLIC");
    assertThat(reason(role)).contains(FullReason.SERVER_UNKNOWN);
    change("DROP OWNED BY " + role, "DROP ROLE " + role);
  }

  private Optional<FullReason> reason(String role) {
    return scene.backUp(database.database(role), Wanted.AUTO, Optional.empty()).fullReason();
  }

  @Test
  void whatWasSeenIsOnTheDiskAlsoWhenNobodyWaitsForIt() {
    change("ALTER DATABASE " + database.name() + " SET synchronous_commit = off");
    change(NEW_ROW.formatted("asynchronous"));
    Source.Server server = (Source.Server) scene.backUp(database).manifest().source();
    String position = server.durableTo().orElseThrow();
    assertThat(database.query("SELECT pg_current_wal_flush_lsn() >= '" + position + "'"))
        .containsExactly("t");
    scene.incremental(database);
  }
}
