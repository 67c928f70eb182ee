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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.nessiebackup.sandbox.CatalogShape;
import org.nessiebackup.sandbox.PostgresOptions;
import org.nessiebackup.sandbox.PostgresServer;
import org.nessiebackup.sandbox.SampleCatalog;
import org.nessiebackup.sandbox.StoreType;
import org.postgresql.PGProperty;

/** A throw-away server with a catalog, and a folder for files. */
final class Workbench implements AutoCloseable {
  static final String DATABASE = "lake";

  private final PostgresServer server;
  private final Path folder;
  private final boolean ownFolder;
  private final Optional<Path> clients;

  private Workbench(PostgresServer server, Path folder, boolean ownFolder, Optional<Path> clients) {
    this.server = server;
    this.folder = folder;
    this.ownFolder = ownFolder;
    this.clients = clients;
  }

  /** Starts the server and fills the catalog. */
  static Workbench open(Arguments arguments) throws SQLException {
    try {
      Optional<Path> programs =
          arguments.embedded()
              ? Optional.empty()
              : arguments.serverFolder().or(Programs::newestServer);
      Optional<Path> clients = programs.or(Programs::clientsOnPath);
      Path folder =
          arguments.work().isPresent()
              ? Files.createDirectories(arguments.work().get().toAbsolutePath())
              : Files.createTempDirectory("nessie-backup-compare-");
      PostgresServer server =
          programs.isPresent()
              ? PostgresServer.startInstalled(
                  programs.get().toAbsolutePath().getParent(), options(arguments))
              : PostgresServer.start(options(arguments));
      Workbench bench = new Workbench(server, folder, arguments.work().isEmpty(), clients);
      bench.fill(arguments.commits());
      return bench;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * As PostgreSQL comes, data safe on disk included; only the vacuum, which would come to some
   * rounds and not to others, has to wait.
   */
  private static PostgresOptions options(Arguments arguments) {
    PostgresOptions options =
        PostgresOptions.defaults()
            .withSetting("fsync", "on")
            .withSetting("full_page_writes", "on")
            .withSetting("max_wal_size", "1GB")
            .withSetting("wal_keep_size", "0")
            .withSetting("autovacuum", "off");
    return arguments.version().isPresent()
        ? options.withMajorVersion(arguments.version().getAsInt())
        : options;
  }

  private void fill(int commits) throws SQLException {
    server.createDatabase(DATABASE);
    try (Connection connection = connect(DATABASE)) {
      SampleCatalog.create(connection, "nessie", StoreType.JDBC2, CatalogShape.benchmark(commits));
    }
    execute(DATABASE, "VACUUM ANALYZE");
  }

  Path folder() {
    return folder;
  }

  /** A program of PostgreSQL's, if there is one that fits the server. */
  Optional<Path> client(String program) {
    return clients
        .map(path -> path.resolve(program))
        .filter(Files::isExecutable)
        .filter(path -> Programs.majorVersion(path) >= server.majorVersion());
  }

  /** What tells all programs the way, the same one for all: TCP, without TLS. */
  Map<String, String> environment() {
    return Map.of(
        "PGHOST", server.host(),
        "PGPORT", String.valueOf(server.port()),
        "PGUSER", server.user(),
        "PGDATABASE", DATABASE,
        "PGSSLMODE", "disable");
  }

  String jdbcUrl() {
    return server.jdbcUrl(DATABASE);
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

  /** Lets nobody pay for what another one has left to be written. */
  void calm() throws SQLException {
    execute(DATABASE, "CHECKPOINT");
  }

  /** A new, empty database instead of an old one of this name. */
  void emptyDatabase(String name) throws SQLException {
    execute(
        "postgres", "DROP DATABASE IF EXISTS " + name + " WITH (FORCE)", "CREATE DATABASE " + name);
  }

  /** The size of a file, or of all files of a folder. */
  static long size(Path path) {
    try (Stream<Path> files = Files.walk(path)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes a folder, if it is there. */
  static void delete(Path path) {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> files = Files.walk(path)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.close();
    if (ownFolder) {
      delete(folder);
    }
  }
}
