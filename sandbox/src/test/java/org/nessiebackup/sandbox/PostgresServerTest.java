package org.nessiebackup.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresServerTest {

  private static final String PASSWORD = "it's \\ secret";
  private static final String IDENTIFIER =
      "SELECT system_identifier::text FROM pg_control_system()";

  private static PostgresServer shared;

  @BeforeAll
  static void startServer() {
    shared =
        PostgresServer.start(
            PostgresOptions.defaults()
                .withTls()
                .withPasswordUser("o'Brien", PASSWORD)
                .withSetting("nessie.note", "it's \\ here")
                .withSetting("work_mem", "7MB"));
  }

  @AfterAll
  static void stopServer() {
    shared.close();
  }

  @Test
  void findsEveryVersionOnTheClassPath() {
    assertThat(PostgresServer.available()).contains(13, 15, 18);
  }

  @Test
  void startsTheNewestIfNoneIsNamed() throws SQLException {
    assertThat(shared.majorVersion()).isEqualTo(PostgresServer.available().last());
    assertThat(ask(shared.connect(), "SHOW server_version"))
        .startsWith(shared.majorVersion() + ".");
    assertThat(shared.serverFolder().resolve("postgres")).isExecutable();
  }

  @Test
  void startsAnInstallationOfTheMachine() throws SQLException {
    Path installation = shared.serverFolder().getParent();
    try (PostgresServer server = InstalledServer.start(installation, PostgresOptions.defaults())) {
      assertThat(server.majorVersion()).isEqualTo(shared.majorVersion());
      assertThat(ask(server.connect(), "SHOW server_version"))
          .startsWith(server.majorVersion() + ".");
    }
  }

  @Test
  void isInTheFolderOfTemporaryFilesIfTheWantedOneIsMissing(@TempDir Path folder) {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    assertThat(ServerFolder.place("")).isEqualTo(temporary);
    assertThat(ServerFolder.place(folder.resolve("missing").toString())).isEqualTo(temporary);
    assertThat(ServerFolder.place(folder.toString())).isIn(folder, temporary);
  }

  @Test
  void listensBelowThePortsOfOutgoingConnections() {
    assertThat(shared.port()).isBetween(15_000, 31_999);
    assertThat(FreePort.find()).isBetween(15_000, 31_999).isNotEqualTo(shared.port());
  }

  @Test
  void namesTheVersionsThereAreIfTheWantedOneIsMissing() {
    assertThatThrownBy(() -> PostgresServer.start(PostgresOptions.defaults().withMajorVersion(9)))
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
  void keepsCommittedDataWhenKilledAndRestarted() throws SQLException {
    try (PostgresServer server = PostgresServer.start()) {
      assertThat(server.port()).isNotEqualTo(shared.port());
      assertThat(ask(server.connect(), IDENTIFIER)).isNotEqualTo(ask(shared.connect(), IDENTIFIER));
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
  void stopsInGoodOrderAndLeavesNothingWhenClosed() throws SQLException {
    PostgresServer server = PostgresServer.start();
    try (Connection open = server.connect()) {
      assertThat(open.isValid(1)).isTrue();
      server.stop();
      assertThat(server.isRunning()).isFalse();
      assertThat(server.log()).contains("database system is shut down");
    }
    server.restart();
    Path data = Path.of(ask(server.connect(), "SHOW data_directory"));
    long process = server.processId();
    server.close();
    server.close();
    assertThat(ProcessHandle.of(process).filter(ProcessHandle::isAlive)).isEmpty();
    assertThat(data.getParent()).doesNotExist();
    assertThatThrownBy(server::restart).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void takesSettingsWithQuotesAndBackslashes() throws SQLException {
    assertThat(ask(shared.connect(), "SHOW nessie.note")).isEqualTo("it's \\ here");
    assertThat(ask(shared.connect(), "SHOW work_mem")).isEqualTo("7MB");
  }

  @Test
  void createsAndConnectsDatabasesWithOddNames() throws SQLException {
    String name = "my \"odd\" & 100% dätabase?";
    shared.createDatabase(name);
    assertThat(ask(shared.connect(name), "SELECT current_database()")).isEqualTo(name);
  }

  @Test
  void speaksTlsIfTold() throws SQLException {
    String url = shared.jdbcUrl() + "?user=postgres&sslmode=require";
    String question = "SELECT ssl::text FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
    assertThat(ask(DriverManager.getConnection(url), question)).isEqualTo("true");
  }

  @Test
  void asksThePasswordOfThoseWhoHaveOne() throws SQLException {
    assertPasswordIsAsked(shared);
  }

  @ParameterizedTest
  @ValueSource(ints = {13, 15})
  void olderVersionsDoTheSame(int majorVersion) throws SQLException {
    PostgresOptions options =
        PostgresOptions.defaults()
            .withMajorVersion(majorVersion)
            .withPasswordUser("o'Brien", PASSWORD);
    try (PostgresServer server = PostgresServer.start(options)) {
      assertThat(server.majorVersion()).isEqualTo(majorVersion);
      assertThat(ask(server.connect(), "SHOW server_version")).startsWith(majorVersion + ".");
      assertPasswordIsAsked(server);
      assertStandbyFollows(server);
      try (Connection connection = server.connect()) {
        SampleCatalog.create(connection, "nessie", CatalogOddities.small());
        StoreType.JDBC.create(connection, "nessie", CatalogOddities.small());
      }
    }
  }

  @Test
  void standbyShowsWhatThePrimaryCommits() throws SQLException {
    assertStandbyFollows(shared);
  }

  @Test
  void stoppedStandbyShowsWhatWasThereAtEachPosition() throws SQLException {
    execute(shared, "CREATE TABLE stopped (n int)");
    try (StoppedStandby standby = StoppedStandby.of(shared)) {
      List<String> positions = new ArrayList<>();
      for (int i = 1; i <= 3; i++) {
        execute(shared, "INSERT INTO stopped VALUES (" + i + ")");
        positions.add(ask(shared.connect(), "SELECT pg_current_wal_insert_lsn()::text"));
        execute(shared, "SELECT pg_switch_wal()");
      }
      execute(shared, "CHECKPOINT");
      standby.showBefore(positions.getFirst());
      assertThat(ask(standby.connect("postgres"), "SELECT max(n) FROM stopped")).isEqualTo("1");
      for (int i = 1; i <= 3; i++) {
        standby.show(positions.get(i - 1));
        assertThat(ask(standby.connect("postgres"), "SELECT max(n) FROM stopped"))
            .isEqualTo(String.valueOf(i));
      }
    }
  }

  @Test
  void optionsNeverPrintPasswords() {
    assertThat(PostgresOptions.defaults().withPasswordUser("o'Brien", PASSWORD).toString())
        .contains("o'Brien")
        .doesNotContain("secret");
  }

  @Test
  void optionsRefuseNamesThatWouldBreakTheServersFiles() {
    PostgresOptions options = PostgresOptions.defaults();
    assertThatThrownBy(() -> options.withSetting("a = 1\nb", "2"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> options.withPasswordUser("a\" all", "2"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void assertPasswordIsAsked(PostgresServer server) throws SQLException {
    String url = server.jdbcUrl();
    assertThat(ask(DriverManager.getConnection(url, "o'Brien", PASSWORD), "SELECT current_user"))
        .isEqualTo("o'Brien");
    assertThatThrownBy(() -> DriverManager.getConnection(url, "o'Brien", "wrong"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("password authentication failed");
    String stored = "SELECT rolpassword FROM pg_authid WHERE rolname = 'o''Brien'";
    assertThat(ask(server.connect(), stored)).startsWith("SCRAM-SHA-256");
  }

  private static void assertStandbyFollows(PostgresServer primary) throws SQLException {
    execute(primary, "CREATE TABLE followed AS SELECT 1 AS n");
    try (PostgresServer standby = StandbyServer.of(primary)) {
      execute(primary, "INSERT INTO followed VALUES (2)");
      StandbyServer.awaitReplay(primary, standby);
      assertThat(ask(standby.connect(), "SELECT sum(n) FROM followed")).isEqualTo("3");
      assertThat(ask(standby.connect(), "SELECT pg_is_in_recovery()")).isEqualTo("t");
      assertThatThrownBy(() -> execute(standby, "INSERT INTO followed VALUES (3)"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("read-only transaction");
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
