package org.nessiebackup.testing;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.nessiebackup.postgres.ConnectionSettings;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.sandbox.PostgresOptions;
import org.nessiebackup.sandbox.PostgresServer;
import org.nessiebackup.sandbox.RecordedCatalog;

/**
 * A fresh database on a server that all tests of a run share, one for each major version. Closing
 * it fails the test if it leaves one of our sessions or a staging schema behind.
 */
public final class TestDatabase implements AutoCloseable {
  private static final Map<Integer, SharedServer> SERVERS = new ConcurrentHashMap<>();
  private static final AtomicInteger NUMBER = new AtomicInteger();

  /** Tells sessions of this class that are about to end from those that tests hold open. */
  private static final String LAST_WORD = "SELECT 1 AS end_of_test_session";

  private final SharedServer shared;
  private final String name;

  private TestDatabase(SharedServer shared, String name) {
    this.shared = shared;
    this.name = name;
  }

  /** A server, and one session in a database that no test uses, for what every test needs. */
  private static final class SharedServer {
    private final PostgresServer server;
    private Connection administration;

    private SharedServer(PostgresServer server, Connection administration) {
      this.server = server;
      this.administration = administration;
    }

    static SharedServer start(int majorVersion) {
      return of(
          PostgresServer.start(
              PostgresOptions.defaults()
                  .withMajorVersion(majorVersion)
                  .withSetting("wal_level", "logical")
                  // A subscription's process that has failed is begun anew after that, not after 5
                  // s.
                  .withSetting("wal_retrieve_retry_interval", "100ms")));
    }

    static SharedServer of(PostgresServer server) {
      try {
        return new SharedServer(server, server.connect());
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    PostgresServer server() {
      return server;
    }

    void execute(String sql) throws SQLException {
      try (Statement statement = administration().createStatement()) {
        statement.execute(sql);
      }
    }

    List<String> query(String sql) throws SQLException {
      try (Statement statement = administration().createStatement()) {
        return firstColumn(statement, sql);
      }
    }

    /** A server of a test's own may have been killed in between. */
    private synchronized Connection administration() throws SQLException {
      if (!administration.isValid(10)) {
        administration = server.connect();
      }
      return administration;
    }
  }

  /**
   * The versions on which a test with the tag "versions" tries the same: the oldest and the newest,
   * or those between them in the profile "thorough".
   */
  public static List<Integer> versions() {
    SortedSet<Integer> all = PostgresServer.available();
    return switch (System.getProperty("nessiebackup.versions", "ends")) {
      case "all" -> List.copyOf(all);
      case "between" -> List.copyOf(all.subSet(all.first() + 1, all.last()));
      case "ends" -> List.of(all.first(), all.last());
      default -> throw new IllegalStateException("nessiebackup.versions is all, between or ends");
    };
  }

  /** On the newest server. */
  public static TestDatabase create() {
    return create(PostgresServer.available().last());
  }

  /** On a server of a major version. */
  public static TestDatabase create(int majorVersion) {
    return on(SERVERS.computeIfAbsent(majorVersion, SharedServer::start));
  }

  /** On a server of the test's own, which has to run when this is closed. */
  public static TestDatabase on(PostgresServer server) {
    return on(SharedServer.of(server));
  }

  private static TestDatabase on(SharedServer shared) {
    String name = "test_" + NUMBER.incrementAndGet();
    try {
      shared.execute("CREATE DATABASE " + name);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return new TestDatabase(shared, name);
  }

  /** Fills a schema with a small catalog of store type JDBC2. */
  public TestDatabase withCatalog(String schema) {
    try (Connection connection = connect()) {
      RecordedCatalog.create(connection, schema);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return this;
  }

  /** The server. */
  public PostgresServer server() {
    return shared.server();
  }

  /** The database's name. */
  public String name() {
    return name;
  }

  /** A superuser's connection. */
  public Connection connect() throws SQLException {
    return server().connect(name);
  }

  /** As our operations connect, as the superuser. */
  public Database database() {
    return database("postgres");
  }

  /** As our operations connect, as some role without a password. */
  public Database database(String role) {
    return new Database(
        new ConnectionSettings(
            server().jdbcUrl(name), Optional.of(role), Optional.empty(), "nessie-backup test"));
  }

  /** The same of a server of the test's own, in the database {@code postgres}. */
  public static Database databaseOf(PostgresServer server) {
    return new Database(
        new ConnectionSettings(
            server.jdbcUrl(), Optional.of("postgres"), Optional.empty(), "nessie-backup test"));
  }

  /** Runs statements as superuser. */
  public void execute(String... statements) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
      statement.execute(LAST_WORD);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    awaitEndOfTestSessions();
  }

  /** The first column of a query. */
  public List<String> query(String sql) {
    List<String> rows;
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      rows = firstColumn(statement, sql);
      statement.execute(LAST_WORD);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    awaitEndOfTestSessions();
    return rows;
  }

  private static List<String> firstColumn(Statement statement, String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        rows.add(result.getString(1));
      }
    }
    return rows;
  }

  /** A restore would be right to refuse while the test itself seems to be connected still. */
  private void awaitEndOfTestSessions() {
    awaitEnd(
        "application_name = 'PostgreSQL JDBC Driver' AND query = '" + LAST_WORD + "'",
        "pid::text",
        0.002);
  }

  /** Those that are left of the sessions in this database after ten seconds, asked from outside. */
  private List<String> awaitEnd(String sessions, String description, double pause) {
    String left =
        "SELECT %s FROM pg_stat_activity WHERE datname = '%s' AND %s"
            .formatted(description, name, sessions);
    long deadline = System.nanoTime() + 10_000_000_000L;
    try {
      List<String> found = shared.query(left);
      while (!found.isEmpty() && System.nanoTime() < deadline) {
        shared.query("SELECT pg_sleep(" + pause + ")::text");
        found = shared.query(left);
      }
      return found;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** All rows of a table, computed by the server in a way that has nothing to do with ours. */
  public String fingerprint(String qualifiedTable) {
    return query(fingerprintOf(qualifiedTable)).getFirst();
  }

  /** The query for a fingerprint, for other servers. */
  public static String fingerprintOf(String qualifiedTable) {
    return "SELECT count(*) || ' ' || coalesce(md5(string_agg(h, '' ORDER BY h)), '')"
        + " FROM (SELECT md5(t::text) AS h FROM "
        + qualifiedTable
        + " AS t) AS rows";
  }

  /** The fingerprints of both tables of a JDBC2 catalog. */
  public List<String> catalogFingerprint(String schema) {
    String quoted = '"' + schema.replace("\"", "\"\"") + '"';
    return List.of(fingerprint(quoted + ".refs2"), fingerprint(quoted + ".objs2"));
  }

  @Override
  public void close() {
    List<String> sessions = sessionsOfOurs();
    List<String> staging =
        query("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'nessie_backup_staging%'");
    try {
      shared.execute("DROP DATABASE " + name + " WITH (FORCE)");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    if (!sessions.isEmpty() || !staging.isEmpty()) {
      throw new AssertionError("left behind: " + sessions + " " + staging);
    }
  }

  /** A server process needs a moment to notice that its client has gone. */
  private List<String> sessionsOfOurs() {
    return awaitEnd(
        "application_name LIKE 'nessie-backup%'", "application_name || ': ' || query", 0.005);
  }
}
