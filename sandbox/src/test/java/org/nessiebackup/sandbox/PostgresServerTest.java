package org.nessiebackup.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresServerTest {

  @Test
  void findsEveryVersionOnTheClassPath() {
    assertThat(PostgresServer.available()).contains(13, 15, 18);
  }

  @Test
  void startsTheNewestIfNoneIsNamed() throws SQLException {
    try (PostgresServer server = PostgresServer.start()) {
      assertThat(server.majorVersion()).isEqualTo(PostgresServer.available().last());
      assertThat(ask(server.connect(), "SHOW server_version"))
          .startsWith(server.majorVersion() + ".");
      assertThat(server.serverFolder().resolve("postgres")).isExecutable();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {13, 15})
  void startsTheVersionThatIsNamed(int majorVersion) throws SQLException {
    try (PostgresServer server = PostgresServer.start(majorVersion)) {
      assertThat(server.majorVersion()).isEqualTo(majorVersion);
      assertThat(ask(server.connect(), "SHOW server_version")).startsWith(majorVersion + ".");
    }
  }

  @Test
  void namesTheVersionsThereAreIfTheWantedOneIsMissing() {
    assertThatThrownBy(() -> PostgresServer.start(9))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("PostgreSQL 9")
        .hasMessageContaining("18");
  }

  @Test
  void showsTheLogIfTheServerDoesNotStart() {
    PostgresOptions options = PostgresOptions.defaults().withSetting("no_such_setting", "1");
    assertThatThrownBy(() -> PostgresServer.start(options))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("unrecognized configuration parameter \"no_such_setting\"");
  }

  @Test
  void twoServersRunSideBySide() throws SQLException {
    try (PostgresServer one = PostgresServer.start();
        PostgresServer other = PostgresServer.start()) {
      String identifier = "SELECT system_identifier::text FROM pg_control_system()";
      assertThat(one.port()).isNotEqualTo(other.port());
      assertThat(ask(one.connect(), identifier)).isNotEqualTo(ask(other.connect(), identifier));
    }
  }

  @Test
  void keepsCommittedDataWhenKilledAndRestarted() throws SQLException {
    try (PostgresServer server = PostgresServer.start()) {
      execute(server, "CREATE TABLE kept AS SELECT 42 AS answer");
      String url = server.jdbcUrl();
      server.killHard();
      assertThat(server.isRunning()).isFalse();
      assertThatThrownBy(server::connect).isInstanceOf(SQLException.class);
      server.restart();
      assertThat(server.jdbcUrl()).isEqualTo(url);
      assertThat(ask(server.connect(), "SELECT answer FROM kept")).isEqualTo("42");
      assertThat(server.log()).contains("was not properly shut down");
    }
  }

  @Test
  void stopsInGoodOrderAlthoughSessionsAreOpen() throws SQLException {
    try (PostgresServer server = PostgresServer.start();
        Connection open = server.connect()) {
      assertThat(open.isValid(1)).isTrue();
      server.stop();
      assertThat(server.isRunning()).isFalse();
      assertThat(server.log()).contains("database system is shut down");
      server.restart();
      assertThat(ask(server.connect(), "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void leavesNeitherProcessNorFilesWhenClosed() throws SQLException {
    PostgresServer server = PostgresServer.start();
    String data = ask(server.connect(), "SHOW data_directory");
    long process = server.processId();
    server.close();
    server.close();
    assertThat(ProcessHandle.of(process).filter(ProcessHandle::isAlive)).isEmpty();
    assertThat(Files.exists(java.nio.file.Path.of(data).getParent())).isFalse();
    assertThatThrownBy(server::restart).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void takesSettingsWithQuotesAndBackslashes() throws SQLException {
    PostgresOptions options =
        PostgresOptions.defaults()
            .withSetting("nessie.note", "it's \\ here")
            .withSetting("work_mem", "7MB");
    try (PostgresServer server = PostgresServer.start(options)) {
      assertThat(ask(server.connect(), "SHOW nessie.note")).isEqualTo("it's \\ here");
      assertThat(ask(server.connect(), "SHOW work_mem")).isEqualTo("7MB");
    }
  }

  @Test
  void createsAndConnectsDatabasesWithOddNames() throws SQLException {
    try (PostgresServer server = PostgresServer.start()) {
      String name = "my \"odd\" & 100% dätabase?";
      server.createDatabase(name);
      assertThat(ask(server.connect(name), "SELECT current_database()")).isEqualTo(name);
    }
  }

  @Test
  void speaksTlsIfTold() throws SQLException {
    try (PostgresServer server = PostgresServer.start(PostgresOptions.defaults().withTls())) {
      String url = server.jdbcUrl() + "?user=postgres&sslmode=require";
      String question = "SELECT ssl::text FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
      assertThat(ask(DriverManager.getConnection(url), question)).isEqualTo("true");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {13, 18})
  void asksThePasswordOfThoseWhoHaveOne(int majorVersion) throws SQLException {
    PostgresOptions options =
        PostgresOptions.defaults()
            .withMajorVersion(majorVersion)
            .withPasswordUser("o'Brien", "it's \\ secret");
    assertThat(options.toString()).contains("o'Brien").doesNotContain("secret");
    try (PostgresServer server = PostgresServer.start(options)) {
      String url = server.jdbcUrl();
      try (Connection connection = DriverManager.getConnection(url, "o'Brien", "it's \\ secret")) {
        assertThat(connection.isValid(1)).isTrue();
      }
      assertThatThrownBy(() -> DriverManager.getConnection(url, "o'Brien", "wrong"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("password authentication failed");
      assertThat(
              ask(server.connect(), "SELECT rolpassword FROM pg_authid WHERE rolname = 'o''Brien'"))
          .startsWith("SCRAM-SHA-256");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {13, 15, 18})
  void standbyShowsWhatThePrimaryCommits(int majorVersion) throws SQLException {
    try (PostgresServer primary = PostgresServer.start(majorVersion)) {
      execute(primary, "CREATE TABLE t AS SELECT 1 AS n");
      try (PostgresServer standby = primary.standby()) {
        execute(primary, "INSERT INTO t VALUES (2)");
        standby.awaitReplayOf(primary);
        assertThat(ask(standby.connect(), "SELECT sum(n) FROM t")).isEqualTo("3");
        assertThat(ask(standby.connect(), "SELECT pg_is_in_recovery()")).isEqualTo("t");
        assertThatThrownBy(() -> execute(standby, "INSERT INTO t VALUES (3)"))
            .hasMessageContaining("read-only transaction");
      }
    }
  }

  private static void execute(PostgresServer server, String sql) throws SQLException {
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String ask(Connection connection, String question) throws SQLException {
    try (connection;
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(question)) {
      result.next();
      return result.getString(1);
    }
  }
}
