package org.nessiebackup.tip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.Tip;
import org.nessiebackup.manifest.TipRows;
import org.nessiebackup.sandbox.CatalogShape;
import org.nessiebackup.sandbox.PostgresServer;
import org.nessiebackup.sandbox.StoreType;
import org.nessiebackup.store.MemoryStore;
import org.nessiebackup.store.StoredObject;
import org.nessiebackup.testing.EncryptedVault;
import org.nessiebackup.testing.TestDatabase;
import org.nessiebackup.tip.PollReport.NewBaseNeeded;
import org.nessiebackup.tip.PollReport.Published;
import org.nessiebackup.tip.PollReport.Reason;
import org.nessiebackup.tip.PollReport.Unmoved;

class TipFollowerTest {
  private static final List<String> REPOSITORIES = List.of("", "other");
  private static final TipOptions.Limits USUAL = TipOptions.Limits.DEFAULT;

  /** As a look does, for as many as a few commits have. */
  private static final String BY_KEYS =
      "SELECT * FROM nessie.objs2 WHERE repo = '' AND obj_id = ANY ('{%s}'::bytea[])"
          .formatted("00,".repeat(40) + "00");

  private final TipScene scene = new TipScene(new MemoryStore());
  private final TestDatabase database = TestDatabase.create().withCatalog("nessie");

  @AfterEach
  void dropDatabase() {
    database.close();
  }

  private static Tip published(PollReport report) {
    assertThat(report).isInstanceOf(Published.class);
    return ((Published) report).tip();
  }

  private static void assertEnded(TipFollower follower, Reason reason) {
    assertThat(follower.poll()).isEqualTo(new NewBaseNeeded(reason));
  }

  private static List<Integer> oldestAndNewest() {
    return List.of(PostgresServer.available().first(), PostgresServer.available().last());
  }

  /** The two tables, and nothing that PUBLIC has not by itself. */
  @ParameterizedTest
  @MethodSource("oldestAndNewest")
  void rightToReadTwoTablesIsEnough(int version) {
    try (TestDatabase other = TestDatabase.create(version).withCatalog("nessie")) {
      String role = "reader_" + other.name();
      other.execute(
          "CREATE ROLE " + role + " LOGIN",
          "REVOKE ALL ON SCHEMA public FROM PUBLIC",
          "GRANT USAGE ON SCHEMA nessie TO " + role,
          "GRANT SELECT ON nessie.refs2, nessie.objs2 TO " + role);
      Manifest base = scene.backUp(other.database(role));
      try (TipFollower follower = scene.follow(other.database(role), TipScene.OPTIONS)) {
        scene.grow(other, 4);
        published(follower.poll());
      }
      scene.assertHasAll(other, base, REPOSITORIES);
      other.execute("DROP OWNED BY " + role, "DROP ROLE " + role);
    }
  }

  @Test
  void lookThatFindsNothingWritesNothing() throws IOException {
    scene.backUp(database);
    List<StoredObject> objects = scene.store().list("");
    try (TipFollower follower = scene.follow(database)) {
      for (int i = 0; i < 3; i++) {
        assertThat(follower.poll())
            .isInstanceOfSatisfying(
                Unmoved.class, unmoved -> assertThat(unmoved.heartbeat()).isEmpty());
      }
    }
    assertThat(scene.store().list("")).isEqualTo(objects);
  }

  /** Left alone, the server reads all rows of a small table, or of one whose values lie apart. */
  @Test
  void lookFindsObjectsByTheirKeys() {
    scene.grow(database, 40);
    // The server may do that by itself at any time, and plans otherwise from then on.
    database.execute("ANALYZE nessie.objs2");
    assertThat(database.query("EXPLAIN " + BY_KEYS).getFirst()).startsWith("Seq Scan");
    scene.backUp(database);
    long scansOfOneThatFindsNothing = scansDuring(Unmoved.class);
    scene.grow(database, 10);
    assertThat(scansDuring(Published.class)).isEqualTo(scansOfOneThatFindsNothing);
  }

  private long scansDuring(Class<? extends PollReport> expected) {
    long before = scansOfObjects();
    try (TipFollower follower = scene.follow(database)) {
      assertThat(follower.poll()).isInstanceOf(expected);
    }
    return scansOfObjects() - before;
  }

  /** Of all sessions, each of which tells at its end. */
  private long scansOfObjects() {
    String others =
        "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
            + " AND pid <> pg_backend_pid() AND backend_type = 'client backend'";
    while (!database.query(others).isEmpty()) {
      LockSupport.parkNanos(1_000_000);
    }
    return Long.parseLong(
        database
            .query("SELECT seq_scan FROM pg_stat_user_tables WHERE relname = 'objs2'")
            .getFirst());
  }

  @Test
  void heartbeatSaysThatNothingHasMoved() {
    Manifest base = scene.backUp(database);
    TipOptions options = TipScene.OPTIONS.every(Duration.ZERO);
    try (TipFollower follower = scene.follow(database.database(), options)) {
      Tip heartbeat = ((Unmoved) follower.poll()).heartbeat().orElseThrow();
      assertThat(heartbeat.references()).isEmpty();
      assertThat(heartbeat.objects()).isEmpty();
      scene.grow(database, 1);
      published(follower.poll());
      assertThat(((Unmoved) follower.poll()).heartbeat()).isPresent();
    }
    scene.assertHasAll(database, base, REPOSITORIES);
  }

  @Test
  void anotherFollowerGoesOnWhereTheVaultIs() {
    Manifest base = scene.backUp(database);
    try (TipFollower follower = scene.follow(database)) {
      scene.grow(database, 3);
      published(follower.poll());
    }
    try (TipFollower follower = scene.follow(database)) {
      // What the last one saw may have been taken back by a crash, so references are kept again.
      Tip again = published(follower.poll());
      assertThat(again.objects()).isEmpty();
      assertThat(follower.poll()).isInstanceOf(Unmoved.class);
    }
    scene.grow(database, 2);
    try (TipFollower follower = scene.follow(database)) {
      Tip third = published(follower.poll());
      assertThat(third.number()).isEqualTo(3);
      assertThat(third.objects().map(TipRows::rows).orElseThrow()).isLessThanOrEqualTo(8);
    }
    scene.assertHasAll(database, base, REPOSITORIES);
  }

  @Test
  void oneCommitIsSmallAfterAnother() {
    Manifest base = scene.backUp(database);
    List<Long> sizes = new ArrayList<>();
    try (TipFollower follower = scene.follow(database)) {
      for (int i = 0; i < 6; i++) {
        scene.grow(database, 1);
        sizes.add(published(follower.poll()).storedBytes());
      }
    }
    assertThat(sizes.subList(3, 6)).allSatisfy(size -> assertThat(size).isLessThan(4_000));
    assertThat(scene.epoch(base).tips()).hasSize(6);
  }

  @Test
  void nextBackupBeginsNewTips() {
    Manifest first = scene.backUp(database);
    try (TipFollower follower = scene.follow(database)) {
      scene.grow(database, 2);
      published(follower.poll());
      scene.grow(database, 2);
      Manifest second = scene.backUp(database);
      scene.grow(database, 1);
      follower.rebase(second.id());
      Tip tip = published(follower.poll());
      assertThat(tip.place().base()).isEqualTo(second.id());
      assertThat(tip.number()).isEqualTo(1);
      assertThat(tip.objects().map(TipRows::rows).orElseThrow()).isLessThanOrEqualTo(4);
      assertThat(scene.epoch(first).tips()).hasSize(1);
      scene.assertHasAll(database, second, REPOSITORIES);
    }
  }

  @Test
  void transactionThatStaysOpenHidesNothing() throws SQLException {
    try (Connection open = database.connect();
        Statement statement = open.createStatement()) {
      open.setAutoCommit(false);
      statement.execute("SELECT pg_current_xact_id()");
      Manifest base = scene.backUp(database);
      try (TipFollower follower = scene.follow(database)) {
        scene.grow(database, 2);
        published(follower.poll());
        // What it holds back counts as changed at each look, but nothing has happened.
        assertThat(follower.poll()).isInstanceOf(Unmoved.class);
        scene.grow(database, 1);
        assertThat(published(follower.poll()).objects().map(TipRows::rows).orElseThrow())
            .isLessThanOrEqualTo(4);
      }
      open.rollback();
      scene.assertHasAll(database, base, REPOSITORIES);
    }
  }

  @Test
  void referenceThatVanishesIsSeen() {
    Manifest base = scene.backUp(database);
    try (TipFollower follower = scene.follow(database)) {
      database.execute("DELETE FROM nessie.refs2 WHERE ref_name LIKE 'refs/tags/%'");
      Tip tip = published(follower.poll());
      assertThat(tip.objects()).isEmpty();
    }
    scene.assertHasAll(database, base, REPOSITORIES);
  }

  @Test
  void rewritingTheTableOfReferencesMovesNothing() {
    scene.backUp(database);
    try (TipFollower follower = scene.follow(database)) {
      follower.poll();
      database.execute("VACUUM FULL nessie.refs2");
      assertThat(follower.poll()).isInstanceOf(Unmoved.class);
    }
  }

  @Test
  void tooMuchAtOnceAsksForABackup() {
    scene.backUp(database);
    for (TipOptions.Limits limits :
        List.of(
            new TipOptions.Limits(10, 10_000, 10, 10, USUAL.bytes(), USUAL.statement()),
            new TipOptions.Limits(10_000, 100, 10, 10, USUAL.bytes(), USUAL.statement()))) {
      TipOptions options = TipScene.OPTIONS.within(limits);
      try (TipFollower follower = scene.follow(database.database(), options)) {
        scene.grow(database, 90);
        assertEnded(follower, Reason.TOO_MUCH_NEW);
        follower.rebase(scene.backUp(database).id());
        scene.grow(database, 1);
        published(follower.poll());
      }
    }
  }

  /** What is forgotten is looked for again, and whoever brings it back takes the last. */
  @Test
  void littleMemoryIsEnough() {
    Manifest base = scene.backUp(database);
    TipOptions options =
        TipScene.OPTIONS.within(
            new TipOptions.Limits(1_000, 1_000, 2, 10, USUAL.bytes(), USUAL.statement()));
    try (TipFollower follower = scene.follow(database.database(), options)) {
      for (int i = 0; i < 3; i++) {
        scene.grow(database, 5);
        published(follower.poll());
      }
    }
    scene.assertHasAll(database, base, REPOSITORIES);
  }

  @Test
  void manyTipsAskForABackup() {
    scene.backUp(database);
    TipOptions options =
        TipScene.OPTIONS.within(
            new TipOptions.Limits(1_000, 1_000, 1_000, 2, USUAL.bytes(), USUAL.statement()));
    try (TipFollower follower = scene.follow(database.database(), options)) {
      for (int i = 0; i < 2; i++) {
        scene.grow(database, 1);
        published(follower.poll());
      }
      scene.grow(database, 1);
      assertEnded(follower, Reason.TOO_MANY_TIPS);
    }
  }

  @Test
  void tipsThatTakeTooMuchMemoryTogetherAskForABackup() {
    scene.backUp(database);
    TipOptions.Limits one = new TipOptions.Limits(1_000, 1_000, 1_000, 10, 1, USUAL.statement());
    try (TipFollower follower = scene.follow(database.database(), TipScene.OPTIONS.within(one))) {
      scene.grow(database, 1);
      published(follower.poll());
      scene.grow(database, 1);
      assertEnded(follower, Reason.TOO_MANY_TIPS);
    }
  }

  @Test
  void missingObjectAsksForABackupThatSaysSo() {
    scene.backUp(database);
    try (TipFollower follower = scene.follow(database)) {
      database.execute(
          "UPDATE nessie.refs2 SET pointer = '\\x0102' WHERE ref_name = 'refs/heads/main'");
      assertEnded(follower, Reason.OBJECT_MISSING);
      // The backup has the same damage; what comes after it is kept again.
      follower.rebase(scene.backUp(database).id());
      database.execute("DELETE FROM nessie.refs2 WHERE ref_name = 'refs/heads/main'");
      published(follower.poll());
    }
  }

  @Test
  void unreadableObjectAsksForABackup() {
    scene.backUp(database);
    try (TipFollower follower = scene.follow(database)) {
      database.execute(
          "INSERT INTO nessie.objs2 (repo, obj_id, obj_type, obj_value)"
              + " VALUES ('', '\\x0102', 'c', '\\x0a0b')",
          "UPDATE nessie.refs2 SET pointer = '\\x0102'"
              + " WHERE repo = '' AND ref_name = 'refs/heads/main'");
      assertEnded(follower, Reason.OBJECT_UNREADABLE);
    }
  }

  @Test
  void otherTablesEndTheTips() {
    scene.backUp(database);
    try (TipFollower follower = scene.follow(database)) {
      database.execute(
          "ALTER TABLE nessie.refs2 RENAME TO refs2_old",
          "CREATE TABLE nessie.refs2 (LIKE nessie.refs2_old INCLUDING ALL)",
          "INSERT INTO nessie.refs2 TABLE nessie.refs2_old");
      assertEnded(follower, Reason.TABLE_REPLACED);
    }
    try (TipFollower follower = scene.follow(database)) {
      assertEnded(follower, Reason.TABLE_REPLACED);
    }
  }

  @Test
  void otherColumnsEndTheTips() {
    scene.backUp(database);
    try (TipFollower follower = scene.follow(database)) {
      database.execute("ALTER TABLE nessie.objs2 ADD COLUMN more text DEFAULT 'x'");
      scene.grow(database, 1);
      assertEnded(follower, Reason.TABLE_CHANGED);
    }
  }

  @Test
  void removedBackupAndNewSettingsAreNoticed() throws Exception {
    Manifest base = scene.backUp(database);
    TipOptions options = TipScene.OPTIONS.every(Duration.ZERO);
    try (TipFollower follower = scene.follow(database.database(), options)) {
      assertThat(follower.poll()).isInstanceOf(Unmoved.class);
      scene
          .writing()
          .changeSettings(
              settings ->
                  settings.withRecipients(List.of(EncryptedVault.identity().recipient().text())),
              "test",
              scene.work().context().clock().instant());
      scene.grow(database, 1);
      assertEnded(follower, Reason.SETTINGS_CHANGED);
    }
    try (TipFollower follower = scene.follow(database.database(), options)) {
      published(follower.poll());
      scene.store().delete("backups/" + base.id() + "/manifest.json");
      assertEnded(follower, Reason.BACKUP_GONE);
    }
  }

  @Test
  void withoutABackupOneIsAskedFor() {
    try (TipFollower follower = scene.follow(database)) {
      assertEnded(follower, Reason.NO_BACKUP);
      follower.rebase(scene.backUp(database).id());
      assertThat(follower.poll()).isInstanceOf(Unmoved.class);
    }
  }

  @Test
  void twoWritersNeverHaveOneNumber() {
    Manifest base = scene.backUp(database);
    try (TipFollower one = scene.follow(database);
        TipFollower other = scene.follow(database)) {
      scene.grow(database, 1);
      published(one.poll());
      assertThatThrownBy(other::poll)
          .isInstanceOfSatisfying(
              BackupException.class, e -> assertThat(e.failure()).isEqualTo(Failure.LOCKED));
      assertThatThrownBy(other::poll).isInstanceOf(IllegalStateException.class);
    }
    assertThat(scene.epoch(base).tips()).hasSize(1);
    scene.assertHasAll(database, base, REPOSITORIES);
  }

  @Test
  void lostConnectionIsAnExceptionAndNothingIsLost() {
    Manifest base = scene.backUp(database);
    try (TipFollower follower = scene.follow(database)) {
      follower.poll();
      database.execute(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
              + " WHERE application_name = 'nessie-backup tips' AND datname = current_database()");
      scene.grow(database, 1);
      assertThatThrownBy(follower::poll)
          .isInstanceOfSatisfying(
              BackupException.class, e -> assertThat(e.failure()).isEqualTo(Failure.CONNECTION));
    }
    try (TipFollower follower = scene.follow(database)) {
      published(follower.poll());
    }
    scene.assertHasAll(database, base, REPOSITORIES);
  }

  @Test
  void sessionOnlyReadsAndSaysWhatItIs() {
    scene.backUp(database);
    try (TipFollower follower = scene.follow(database)) {
      follower.poll();
      assertThat(
              database.query(
                  "SELECT count(*)::text FROM pg_stat_activity WHERE datname = current_database()"
                      + " AND application_name = 'nessie-backup tips' AND backend_xmin IS NULL"
                      + " AND state = 'idle'"))
          .containsExactly("1");
    }
  }

  @Test
  void catalogOfTheFormerKindIsLeftToBackups() throws SQLException {
    try (Connection connection = database.connect()) {
      StoreType.JDBC.create(connection, "old", CatalogShape.small());
    }
    try (TipFollower follower = scene.follow(database.database(), TipOptions.DEFAULT.in("old"))) {
      assertEnded(follower, Reason.STORE_TYPE);
    }
  }
}
