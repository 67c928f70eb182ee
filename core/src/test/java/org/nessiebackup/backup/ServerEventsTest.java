package org.nessiebackup.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nessiebackup.backup.BackupOptions.Wanted;
import org.nessiebackup.backup.BackupReport.FullReason;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.Source;
import org.nessiebackup.manifest.TableEntry;
import org.nessiebackup.sandbox.CatalogOddities;
import org.nessiebackup.sandbox.PostgresOptions;
import org.nessiebackup.sandbox.PostgresServer;
import org.nessiebackup.sandbox.SampleCatalog;
import org.nessiebackup.sandbox.StandbyServer;
import org.nessiebackup.testing.TestDatabase;

/** What happens to a whole server between two backups; each test has servers of its own. */
class ServerEventsTest {
  private final IncrementalScene scene = new IncrementalScene();

  static Iterable<Integer> versions() {
    return TestDatabase.versions();
  }

  private static PostgresServer withCatalog(PostgresServer server) throws SQLException {
    try (Connection connection = server.connect()) {
      SampleCatalog.create(connection, "nessie", CatalogOddities.small());
    }
    return server;
  }

  private static PostgresServer start(int version) throws SQLException {
    return withCatalog(
        PostgresServer.start(
            PostgresOptions.defaults()
                .withMajorVersion(version)
                .withSetting("max_prepared_transactions", "2")));
  }

  private BackupReport backUp(PostgresServer server) {
    return scene.backUp(TestDatabase.databaseOf(server), Wanted.AUTO, Optional.empty());
  }

  private static void execute(PostgresServer server, String... statements) throws SQLException {
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static void insert(PostgresServer server, String repository) throws SQLException {
    execute(
        server,
        "INSERT INTO nessie.objs2 (repo, obj_id, obj_type) VALUES ('%s', '\\x01', 'v')"
            .formatted(repository));
  }

  /** Compares by the digest of a full backup in a vault of its own. */
  private static void assertSame(PostgresServer server, Manifest backup) {
    Manifest full =
        new IncrementalScene()
            .backUp(TestDatabase.databaseOf(server), Wanted.FULL, Optional.empty())
            .manifest();
    TableEntry expected = full.table("objs2").orElseThrow();
    TableEntry found = backup.table("objs2").orElseThrow();
    assertThat(found.wholeRows()).isEqualTo(expected.rows());
    assertThat(expected.digest())
        .endsWith(found.changes().map(each -> each.digestTail()).orElse(found.digest()));
  }

  @Tag("versions")
  @ParameterizedTest
  @MethodSource("versions")
  void restartIsAnsweredByAFullBackup(int version) throws SQLException {
    try (PostgresServer server = start(version)) {
      backUp(server);
      assertThat(backUp(server).fullReason()).isEmpty();
      server.restart();
      insert(server, "new");
      BackupReport report = backUp(server);
      assertThat(report.fullReason()).contains(FullReason.SERVER_RESTARTED);
      assertSame(server, report.manifest());
    }
  }

  @Tag("versions")
  @ParameterizedTest
  @MethodSource("versions")
  void preparedTransactionsAreNotMissed(int version) throws SQLException {
    try (PostgresServer server = start(version)) {
      execute(
          server,
          "BEGIN; INSERT INTO nessie.objs2 (repo, obj_id, obj_type)"
              + " VALUES ('prepared', '\\x01', 'v'); PREPARE TRANSACTION 'waiting'");
      backUp(server);
      insert(server, "other");
      assertThat(backUp(server).fullReason()).isEmpty();
      execute(server, "COMMIT PREPARED 'waiting'");
      BackupReport report = backUp(server);
      assertThat(report.fullReason()).isEmpty();
      assertSame(server, report.manifest());
    }
  }

  @Tag("versions")
  @ParameterizedTest
  @MethodSource("versions")
  void promotedStandbyThatHasLostCommitsIsBackedUpAsAWhole(int version) throws SQLException {
    try (PostgresServer primary = start(version);
        PostgresServer standby = StandbyServer.of(primary)) {
      StandbyServer.awaitReplay(primary, standby);
      standby.stop();
      insert(primary, "lost");
      backUp(primary);
      assertThat(backUp(primary).fullReason()).isEmpty();
      primary.stop();
      standby.restart();
      execute(standby, "SELECT pg_promote()");
      insert(standby, "kept");
      BackupReport report = backUp(standby);
      assertThat(report.fullReason()).contains(FullReason.OTHER_TIMELINE);
      assertSame(standby, report.manifest());
    }
  }

  @Tag("versions")
  @ParameterizedTest
  @MethodSource("versions")
  void standbyAndPrimaryAreNotMixed(int version) throws SQLException {
    try (PostgresServer primary = start(version);
        PostgresServer standby = StandbyServer.of(primary)) {
      StandbyServer.awaitReplay(primary, standby);
      backUp(standby);
      insert(primary, "streamed");
      StandbyServer.awaitReplay(primary, standby);
      BackupReport report = backUp(standby);
      assertThat(report.fullReason()).isEmpty();
      assertThat(((Source.Server) report.manifest().source()).lsnBefore()).isPresent();
      assertThat(report.manifest().table("objs2").orElseThrow().rows()).isEqualTo(1);
      assertSame(standby, report.manifest());
      assertThat(backUp(primary).fullReason()).contains(FullReason.OTHER_ROLE);
      execute(standby, "SELECT pg_promote()");
      assertThat(backUp(standby).fullReason()).contains(FullReason.OTHER_TIMELINE);
    }
  }
}
