package org.nessiebackup.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.nessiebackup.benchmarks.measure.FileTree;
import org.nessiebackup.benchmarks.measure.Link;
import org.nessiebackup.benchmarks.measure.MeasuredProcess;
import org.nessiebackup.benchmarks.measure.ProcessTree;
import org.nessiebackup.benchmarks.measure.Sample;
import org.nessiebackup.sandbox.PostgresOptions;
import org.nessiebackup.sandbox.PostgresServer;
import org.postgresql.PGProperty;

/** A throw-away server with a catalog, and a folder for files. */
final class Workbench implements AutoCloseable {
  static final String DATABASE = "lake";

  /** Numbers that two catalogs have in common if they are the same. */
  static final String CONTENT =
      "SELECT (SELECT count(*) FROM nessie.refs2) || ' references, ' || count(*) || ' objects, '"
          + " || sum(octet_length(obj_value)) || ' bytes' FROM nessie.objs2";

  private final PostgresServer server;
  private final CatalogSource catalog;
  private final Path folder;
  private final boolean ownFolder;
  private final Optional<Path> clients;

  private Workbench(Arguments arguments, PostgresServer server) throws IOException {
    this.server = server;
    this.catalog = arguments.catalog();
    this.clients = arguments.server().programs().or(Programs::clientsOnPath);
    this.ownFolder = arguments.files().work().isEmpty();
    this.folder =
        ownFolder
            ? Files.createTempDirectory("nessie-backup-benchmark-")
            : Files.createDirectories(arguments.files().work().get().toAbsolutePath());
  }

  /** Starts the server and fills the catalog. */
  static Workbench open(Arguments arguments) throws SQLException, IOException {
    PostgresServer server = arguments.server().start(options());
    try {
      Workbench bench = new Workbench(arguments, server);
      bench.fill();
      return bench;
    } catch (SQLException | IOException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /**
   * As PostgreSQL comes, data safe on disk included; only the vacuum, which would come to some
   * rounds and not to others, has to wait. Who asks for TLS gets it.
   */
  static PostgresOptions options() {
    return PostgresOptions.defaults()
        .withTls()
        .withSetting("fsync", "on")
        .withSetting("full_page_writes", "on")
        .withSetting("max_wal_size", "1GB")
        .withSetting("wal_keep_size", "0")
        .withSetting("autovacuum", "off");
  }

  private void fill() throws SQLException {
    server.createDatabase(DATABASE);
    try (Connection connection = connect(DATABASE)) {
      catalog.fill(connection);
    }
    execute(DATABASE, "VACUUM ANALYZE");
  }

  Path folder() {
    return folder;
  }

  PostgresServer server() {
    return server;
  }

  CatalogSource catalog() {
    return catalog;
  }

  /** How many commits there are, those of Nessie's own books included if nobody has counted. */
  int commits() throws SQLException {
    return catalog instanceof CatalogSource.Generated generated
        ? generated.commits()
        : Integer.parseInt(
            query(DATABASE, "SELECT count(*) FROM nessie.objs2 WHERE obj_type = 'c'"));
  }

  /** The same for a title. */
  String size() throws SQLException {
    return String.format(Locale.ROOT, "%,d %scommits", commits(), catalog.isReal() ? "real " : "");
  }

  /** What is measured, in a sentence or two. */
  String describe() throws SQLException {
    return "%s: %s rows, %s MB of objects. PostgreSQL %s."
        .formatted(
            catalog.describe(),
            query(
                DATABASE,
                "SELECT to_char((SELECT count(*) FROM nessie.objs2)"
                    + " + (SELECT count(*) FROM nessie.refs2), 'FM999,999,999')"),
            query(
                DATABASE,
                "SELECT to_char(sum(octet_length(obj_value)) / 1e6, 'FM999,990.0')"
                    + " FROM nessie.objs2"),
            query(DATABASE, "SHOW server_version"));
  }

  /** A program of PostgreSQL's, if there is one that fits the server. */
  Optional<Path> client(String program) {
    return clients
        .map(path -> path.resolve(program))
        .filter(Files::isExecutable)
        .filter(path -> Programs.majorVersion(path) >= server.majorVersion());
  }

  boolean hasClients(String... programs) {
    return Stream.of(programs).allMatch(program -> client(program).isPresent());
  }

  /** How all programs reach the server, the same way for all: TCP on loopback. */
  Map<String, String> environment(Link link) {
    return Map.of(
        "PGHOST", server.host(),
        "PGPORT", String.valueOf(server.port()),
        "PGUSER", server.user(),
        "PGDATABASE", DATABASE,
        "PGSSLMODE", link.sslMode());
  }

  /** Runs programs with this environment, and watches what they and the server need. */
  MeasuredProcess processes(Map<String, String> environment) {
    return new MeasuredProcess(folder, environment, this::serverSeconds);
  }

  /** The server's processor time, as far as Linux knows it. */
  double serverSeconds() {
    double seconds = ProcessTree.processorSeconds(server.processId());
    return seconds == 0 ? Double.NaN : seconds;
  }

  /** The same way for programs in Java. */
  String jdbcUrl(Link link) {
    return jdbcUrl(server, link);
  }

  /** To the catalog of a server. */
  static String jdbcUrl(PostgresServer server, Link link) {
    return "%s?currentSchema=%s&sslmode=%s"
        .formatted(server.jdbcUrl(DATABASE), CatalogSource.SCHEMA, link.sslMode());
  }

  /** Restarts the server as one of which a journal can be kept. */
  void decodeLogically() throws SQLException {
    for (String setting : List.of("wal_level = 'logical'", "max_slot_wal_keep_size = '4GB'")) {
      execute(DATABASE, "ALTER SYSTEM SET " + setting);
    }
    server.restart();
  }

  /** Lets {@link ReadingRole} read the catalog, and follow a journal of it. */
  void admitReader() throws SQLException {
    try (Connection connection = connect(DATABASE)) {
      ReadingRole.create(connection);
      ReadingRole.admitToJournal(connection);
    }
  }

  /** A connection that our commands know to be no Nessie. */
  Connection connect(String database) throws SQLException {
    Properties properties = new Properties();
    PGProperty.USER.set(properties, server.user());
    PGProperty.SSL_MODE.set(properties, "disable");
    PGProperty.APPLICATION_NAME.set(properties, "nessie-backup benchmarks");
    return DriverManager.getConnection(server.jdbcUrl(database), properties);
  }

  void execute(String database, String... statements) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  String query(String database, String sql) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getString(1);
    }
  }

  /**
   * Lets nobody pay for what another one has left to be written: neither by the server, nor by the
   * system, which for a dump of gigabytes is busy for long.
   */
  void calm() throws SQLException {
    execute(DATABASE, "CHECKPOINT");
    try {
      new ProcessBuilder("sync").inheritIO().start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot have the system write what it holds back", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /**
   * Measures a restore into a new database, and that it has brought all: a fast restore of too
   * little would win every race.
   *
   * @throws IllegalStateException if the restored catalog differs from the one that was backed up
   */
  Sample restoreInto(String database, Supplier<Sample> restore) throws SQLException {
    String drop = "DROP DATABASE IF EXISTS " + database + " WITH (FORCE)";
    execute("postgres", drop, "CREATE DATABASE " + database);
    calm();
    Sample sample = restore.get();
    String expected = query(DATABASE, CONTENT);
    String actual = query(database, CONTENT);
    if (!actual.equals(expected)) {
      throw new IllegalStateException(
          "\"%s\" has %s instead of %s".formatted(database, actual, expected));
    }
    execute("postgres", drop);
    return sample;
  }

  @Override
  public void close() {
    server.close();
    if (ownFolder) {
      FileTree.delete(folder);
    }
  }
}
