package org.nessiebackup.cli.warmup;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.nessiebackup.sandbox.CatalogShape;
import org.nessiebackup.sandbox.PostgresOptions;
import org.nessiebackup.sandbox.PostgresServer;
import org.nessiebackup.sandbox.SampleCatalog;

/**
 * A throw-away server with a small catalog, in a process of its own: what it takes to make them is
 * of no use to later commands, and each of them would load what was recorded of it.
 */
final class WarmupServer implements AutoCloseable {
  private static final String SCHEMA = "nessie";
  private static final String ROLE = "rehearsal";
  private static final CatalogShape CATALOG = CatalogShape.small();
  private static final CatalogShape GROWTH = CATALOG.withCommits(5).withoutMilestones();

  private final Process process;
  private final BufferedReader answers;
  private final OutputStream requests;
  private final Map<String, String> environment;

  private WarmupServer(Process process) throws IOException {
    this.process = process;
    this.answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    this.requests = process.getOutputStream();
    this.environment =
        Map.of(
            "PGHOST",
            answer(),
            "PGPORT",
            answer(),
            "PGDATABASE",
            "postgres",
            "PGUSER",
            ROLE,
            "PGPASSWORD",
            ROLE);
  }

  /**
   * Starts the process: this program, as {@link #serve}.
   *
   * @throws IOException if no server could be started
   */
  static WarmupServer start() throws IOException {
    String java = ProcessHandle.current().info().command().orElse("java");
    Process process =
        new ProcessBuilder(
                List.of(
                    java,
                    "-cp",
                    System.getProperty("java.class.path"),
                    "org.nessiebackup.cli.Main",
                    "warm-up",
                    "--server"))
            .redirectError(Redirect.DISCARD)
            .start();
    try {
      return new WarmupServer(process);
    } catch (IOException e) {
      process.destroy();
      throw e;
    }
  }

  private String answer() throws IOException {
    String answer = answers.readLine();
    if (answer == null) {
      throw new IOException("no throw-away server could be started");
    }
    return answer;
  }

  /** What leads libpq's programs, and ours, to the catalog: over TLS, by a role with a password. */
  Map<String, String> environment() {
    return environment;
  }

  /** Adds some commits. */
  void grow() throws IOException {
    write(requests, "grow");
    answer();
  }

  /** Ends the process, and waits for it. */
  @Override
  public void close() {
    try {
      requests.close();
    } catch (IOException e) {
      // It has ended already.
    }
    process.onExit().join();
  }

  private static void write(OutputStream target, String line) throws IOException {
    target.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    target.flush();
  }

  /** The other process: reports where the server is, and lets the catalog grow for each line. */
  static void serve(InputStream requests, OutputStream answers) throws IOException, SQLException {
    PostgresOptions options = PostgresOptions.defaults().withTls().withPasswordUser(ROLE, ROLE);
    try (PostgresServer server = PostgresServer.start(options);
        BufferedReader in =
            new BufferedReader(new InputStreamReader(requests, StandardCharsets.UTF_8))) {
      // Nobody else may be connected when a catalog is restored.
      try (Connection connection = server.connect();
          Statement statement = connection.createStatement()) {
        statement.execute("ALTER ROLE " + ROLE + " SUPERUSER");
        SampleCatalog.create(connection, SCHEMA, CATALOG);
      }
      write(answers, server.host());
      write(answers, String.valueOf(server.port()));
      for (long seed = 1000; in.readLine() != null; seed++) {
        try (Connection connection = server.connect()) {
          SampleCatalog.grow(connection, SCHEMA, GROWTH.withSeed(seed));
        }
        write(answers, "grown");
      }
    }
  }
}
