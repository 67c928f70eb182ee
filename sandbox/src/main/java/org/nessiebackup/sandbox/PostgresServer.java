package org.nessiebackup.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A real PostgreSQL server on a free port of 127.0.0.1, with its data in a temporary folder. It is
 * stopped and deleted by {@link #close()}, at the latest when this process ends. It starts as root
 * too, under another account then.
 */
public final class PostgresServer implements AutoCloseable {

  private static final String SUPERUSER = "postgres";
  private static final int PORT_ATTEMPTS = 5;

  private final int majorVersion;
  private final Path programs;
  private final PostgresOptions options;
  private final ServerFolder folder;
  private ExitHook atExit;
  private int port;
  private ServerProcess process;
  private boolean closed;

  private PostgresServer(
      int majorVersion, Path programs, PostgresOptions options, ServerFolder folder) {
    this.majorVersion = majorVersion;
    this.programs = programs;
    this.options = options;
    this.folder = folder;
  }

  /** The major versions on the class path, in order. */
  public static SortedSet<Integer> available() {
    return new TreeSet<>(PostgresBinaries.onClassPath().keySet());
  }

  /** Starts the newest server on the class path. */
  public static PostgresServer start() {
    return start(PostgresOptions.defaults());
  }

  /**
   * Starts a server with an empty cluster.
   *
   * @throws IllegalStateException if the version isn't on the class path, or with the server's log
   *     if it doesn't start
   */
  public static PostgresServer start(PostgresOptions options) {
    return start(options, ServerFolder.place());
  }

  /**
   * The same in a folder of the caller's.
   *
   * @param parent where the folder of the server is made; it has to be open to be entered if the
   *     server runs under another account than this process
   */
  public static PostgresServer start(PostgresOptions options, Path parent) {
    PostgresBinaries binaries = PostgresBinaries.find(options.majorVersion());
    try {
      return start(
          binaries.majorVersion(), binaries.unpacked(), options, ServerFolder.create(parent));
    } catch (IOException failure) {
      throw new UncheckedIOException("The PostgreSQL server can't be set up", failure);
    }
  }

  static PostgresServer start(
      int majorVersion, Path programs, PostgresOptions options, ServerFolder folder)
      throws IOException {
    PostgresServer server = new PostgresServer(majorVersion, programs, options, folder);
    server.startFirst(() -> folder.initialize(programs, options));
    server.createPasswordUsers();
    return server;
  }

  /** Starts another server of the same programs and options, in a folder prepared otherwise. */
  PostgresServer startAnother(ServerFolder place, Preparation preparation) throws IOException {
    PostgresServer another = new PostgresServer(majorVersion, programs, options, place);
    another.startFirst(preparation);
    return another;
  }

  ServerFolder folder() {
    return folder;
  }

  public String host() {
    return "127.0.0.1";
  }

  public int port() {
    return port;
  }

  /** The superuser, who needs no password. */
  public String user() {
    return SUPERUSER;
  }

  public int majorVersion() {
    return majorVersion;
  }

  /** The folder with {@code postgres}, {@code initdb} and {@code pg_ctl}. */
  public Path serverFolder() {
    return programs.resolve("bin");
  }

  /** The folder with the data, which belongs to the server's account. */
  public Path dataFolder() {
    return folder.data();
  }

  /** The command, run by the account that the server's data belong to. */
  public List<String> asOwner(List<String> command) {
    return folder.account().command(command);
  }

  /** The URL of the database {@code postgres}, without a user. */
  public String jdbcUrl() {
    return jdbcUrl("postgres");
  }

  /** The URL of a database, without a user. */
  public String jdbcUrl(String database) {
    String name = URLEncoder.encode(database, StandardCharsets.UTF_8).replace("+", "%20");
    return "jdbc:postgresql://%s:%d/%s".formatted(host(), port, name);
  }

  /** Connects the superuser with the database {@code postgres}. */
  public Connection connect() throws SQLException {
    return connect("postgres");
  }

  /** Connects the superuser with a database. */
  public Connection connect(String database) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", SUPERUSER);
    return DriverManager.getConnection(jdbcUrl(database), properties);
  }

  public void createDatabase(String name) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + Identifiers.quoted(name));
    }
  }

  /** What the server has logged so far. */
  public String log() {
    return folder.logged();
  }

  /** The number of the server's main process. */
  public synchronized long processId() {
    return process.id();
  }

  public synchronized boolean isRunning() {
    return process != null && process.isAlive();
  }

  /** Ends all sessions and the server in good order; the data stay. */
  public synchronized void stop() {
    process.stop();
  }

  /** Kills the server and its helpers at once, as a crash would do it; the data stay. */
  public synchronized void killHard() {
    process.kill();
  }

  /** Starts the stopped or killed server on its data and its port; a running one is stopped. */
  public synchronized void restart() {
    if (closed) {
      throw new IllegalStateException("The server is closed");
    }
    process.stop();
    try {
      process = ServerProcess.start(folder, programs, port);
    } catch (IOException failure) {
      throw new UncheckedIOException("The PostgreSQL server can't be restarted", failure);
    }
  }

  /** Ends the server and deletes its data. */
  @Override
  public void close() {
    atExit.close();
    // Where the program is ending already, the hook does the same, and the lock makes one wait.
    endAndDelete();
  }

  private void startFirst(Preparation preparation) throws IOException {
    atExit = ExitHook.of("end of a PostgreSQL server", this::endAndDelete);
    try {
      preparation.prepare();
      launchOnFreePort();
    } catch (IOException | RuntimeException failure) {
      close();
      throw failure;
    }
  }

  /** Between finding a free port and using it another process may take it: then the next one. */
  private synchronized void launchOnFreePort() throws IOException {
    for (int attempt = 1; ; attempt++) {
      port = FreePort.find();
      try {
        process = ServerProcess.start(folder, programs, port);
        return;
      } catch (IllegalStateException failure) {
        boolean taken = folder.logged().contains("could not bind");
        if (!taken || attempt == PORT_ATTEMPTS) {
          throw failure;
        }
      }
    }
  }

  private void createPasswordUsers() {
    if (options.passwordUsers().isEmpty()) {
      return;
    }
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (Map.Entry<String, String> user : options.passwordUsers().entrySet()) {
        statement.execute(
            "CREATE ROLE %s LOGIN PASSWORD%s"
                .formatted(
                    Identifiers.quoted(user.getKey()), Identifiers.literal(user.getValue())));
      }
    } catch (SQLException failure) {
      close();
      throw new IllegalStateException("The users can't be created", failure);
    }
  }

  private synchronized void endAndDelete() {
    if (closed) {
      return;
    }
    closed = true;
    if (process != null) {
      process.stop();
    }
    try {
      Folders.delete(folder.root());
    } catch (IOException failure) {
      throw new UncheckedIOException(
          "The folder \"%s\" can't be deleted".formatted(folder.root()), failure);
    }
  }

  /** What is done to the folder before its server starts for the first time. */
  interface Preparation {
    void prepare() throws IOException;
  }
}
