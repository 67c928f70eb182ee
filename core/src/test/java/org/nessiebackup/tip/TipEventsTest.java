package org.nessiebackup.tip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nessiebackup.BackupException;
import org.nessiebackup.manifest.Tip;
import org.nessiebackup.manifest.TipRows;
import org.nessiebackup.sandbox.CatalogOddities;
import org.nessiebackup.sandbox.PostgresOptions;
import org.nessiebackup.sandbox.PostgresServer;
import org.nessiebackup.sandbox.SampleCatalog;
import org.nessiebackup.sandbox.StandbyServer;
import org.nessiebackup.store.MemoryStore;
import org.nessiebackup.testing.TestDatabase;
import org.nessiebackup.tip.PollReport.NewBaseNeeded;
import org.nessiebackup.tip.PollReport.Published;
import org.nessiebackup.tip.PollReport.Reason;
import org.nessiebackup.tip.PollReport.Unmoved;

/** What happens to a whole server under a follower. */
class TipEventsTest {
  private final TipScene scene = new TipScene(new MemoryStore());

  private static PostgresServer start() throws SQLException {
    PostgresServer server = PostgresServer.start(PostgresOptions.defaults());
    try (Connection connection = server.connect()) {
      SampleCatalog.create(connection, "nessie", CatalogOddities.small());
    }
    return server;
  }

  private TipFollower follow(PostgresServer server) {
    return scene.follow(TestDatabase.databaseOf(server), TipScene.OPTIONS);
  }

  private static void grow(PostgresServer server, int seed) throws SQLException {
    try (Connection connection = server.connect()) {
      grow(connection, seed);
    }
  }

  private static void grow(Connection connection, int seed) throws SQLException {
    SampleCatalog.grow(
        connection,
        "nessie",
        CatalogOddities.small().withCommits(3).withoutMilestones().withSeed(seed));
  }

  private static void execute(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static String references(PostgresServer server) throws SQLException {
    return text(
        server, "SELECT string_agg(encode(pointer, 'hex'), ' ' ORDER BY 1) FROM nessie.refs2");
  }

  private static String text(PostgresServer server, String query) throws SQLException {
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }

  /**
   * Kills a server process, so that the server ends all others and recovers, but goes on itself.
   */
  private static void crash(PostgresServer server) throws SQLException {
    String started = text(server, "SELECT pg_postmaster_start_time()");
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
      row.next();
      ProcessHandle backend = ProcessHandle.of(row.getLong(1)).orElseThrow();
      backend.destroyForcibly();
      backend.onExit().join();
    }
    awaitConnections(server);
    assertThat(text(server, "SELECT pg_postmaster_start_time()")).isEqualTo(started);
  }

  /** Whether a crash has taken back a commit that a tip has. */
  private boolean isTakenBack(PostgresServer server, int seed) {
    try {
      String before = references(server);
      try (Connection connection = server.connect();
          TipFollower follower = follow(server)) {
        execute(connection, "SET synchronous_commit = off");
        grow(connection, seed);
        assertThat(follower.poll()).isInstanceOf(Published.class);
      }
      crash(server);
      return references(server).equals(before);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void awaitConnections(PostgresServer server) {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (true) {
      try {
        server.connect().close();
        return;
      } catch (SQLException recovering) {
        assertThat(System.nanoTime()).as(recovering.getMessage()).isLessThan(end);
        LockSupport.parkNanos(1_000_000);
      }
    }
  }

  @Test
  void restartEndsTheTipsOfABackup() throws SQLException {
    try (PostgresServer server = start()) {
      scene.backUp(TestDatabase.databaseOf(server));
      try (TipFollower follower = follow(server)) {
        grow(server, 501);
        assertThat(follower.poll()).isInstanceOf(Published.class);
        server.restart();
        assertThatThrownBy(follower::poll).isInstanceOf(BackupException.class);
      }
      grow(server, 502);
      try (TipFollower follower = follow(server)) {
        assertThat(follower.poll()).isEqualTo(new NewBaseNeeded(Reason.SERVER_RESTARTED));
        follower.rebase(scene.backUp(TestDatabase.databaseOf(server)).id());
        assertThat(follower.poll()).isInstanceOf(Unmoved.class);
      }
    }
  }

  @Test
  void commitThatHasTheNumberOfOneThatACrashTookBackIsNotMissed() throws SQLException {
    try (PostgresServer server = start()) {
      scene.backUp(TestDatabase.databaseOf(server));
      try (Connection connection = server.connect()) {
        execute(connection, "ALTER SYSTEM SET wal_writer_delay = 10000", "SELECT pg_reload_conf()");
      }
      // The first may reach the disk, by a WAL writer that has not heard of its new pause yet.
      assertThat(IntStream.rangeClosed(601, 610).anyMatch(seed -> isTakenBack(server, seed)))
          .as("a crash has taken back what was not on disk")
          .isTrue();
      grow(server, 502);
      try (TipFollower follower = follow(server)) {
        Tip tip = ((Published) follower.poll()).tip();
        assertThat(tip.objects().map(TipRows::rows).orElseThrow()).isBetween(6L, 12L);
        assertThat(follower.poll()).isInstanceOf(Unmoved.class);
      }
    }
  }

  @Test
  void standbyIsFollowedUntilItIsPromoted() throws SQLException {
    try (PostgresServer primary = start();
        PostgresServer standby = StandbyServer.of(primary)) {
      StandbyServer.awaitReplay(primary, standby);
      scene.backUp(TestDatabase.databaseOf(standby));
      try (TipFollower follower = follow(standby)) {
        grow(primary, 501);
        StandbyServer.awaitReplay(primary, standby);
        Tip tip = ((Published) follower.poll()).tip();
        assertThat(tip.objects().map(TipRows::rows).orElseThrow()).isBetween(6L, 12L);
        try (Connection connection = standby.connect();
            Statement statement = connection.createStatement()) {
          statement.execute("SELECT pg_promote()");
        }
        assertThat(follower.poll()).isEqualTo(new NewBaseNeeded(Reason.OTHER_ROLE));
      }
      try (TipFollower follower = follow(standby)) {
        assertThat(follower.poll())
            .isInstanceOfSatisfying(
                NewBaseNeeded.class,
                needed ->
                    assertThat(needed.reason()).isIn(Reason.OTHER_ROLE, Reason.OTHER_TIMELINE));
      }
    }
  }
}
