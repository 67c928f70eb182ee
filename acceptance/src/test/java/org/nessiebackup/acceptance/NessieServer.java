package org.nessiebackup.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.nessiebackup.sandbox.FreePort;

/** The real Nessie server, on a catalog in PostgreSQL, as a process of its own. */
public final class NessieServer implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(2);
  private static final long STOP_SECONDS = 30;

  private final Process process;
  private final Path log;
  private final URI address;
  private final Thread atExit;

  private NessieServer(Process process, Path log, URI address) {
    this.process = process;
    this.log = log;
    this.address = address;
    // A killed build must not leave a server behind.
    this.atExit = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /**
   * Starts a server and waits until it answers. On an empty schema it makes the tables.
   *
   * @param folder where its log goes
   * @throws AssertionError with the log, if it doesn't start
   */
  public static NessieServer start(CatalogDatabase database, Path folder) {
    return start(database, folder, "");
  }

  /** The same, for a Nessie repository of another name beside the default one. */
  static NessieServer start(CatalogDatabase database, Path folder, String repository) {
    int port = FreePort.find();
    try {
      Path log = Files.createTempFile(folder, "nessie-", ".log");
      List<String> command = new ArrayList<>(Installation.javaOfNessie());
      command.addAll(
          List.of(
              "-Xmx400m",
              "-XX:+UseSerialGC",
              "-XX:TieredStopAtLevel=1",
              "-jar",
              Installation.nessie().toString()));
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      LaunchedCommand.prepare(builder.environment(), settings(database, port));
      builder.environment().put("NESSIE_VERSION_STORE_PERSIST_REPOSITORY_ID", repository);
      NessieServer server =
          new NessieServer(builder.start(), log, URI.create("http://127.0.0.1:" + port));
      server.awaitReady();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> settings(CatalogDatabase database, int port) {
    return Map.of(
        "NESSIE_VERSION_STORE_TYPE", "JDBC2",
        "NESSIE_VERSION_STORE_PERSIST_JDBC_DATASOURCE", "postgresql",
        "QUARKUS_DATASOURCE_POSTGRESQL_JDBC_URL",
            database.server().jdbcUrl(database.name()) + "?currentSchema=" + CatalogDatabase.SCHEMA,
        "QUARKUS_DATASOURCE_POSTGRESQL_USERNAME", CatalogDatabase.ROLE,
        "QUARKUS_DATASOURCE_POSTGRESQL_PASSWORD", "not asked for",
        "QUARKUS_HTTP_HOST", "127.0.0.1",
        "QUARKUS_HTTP_PORT", String.valueOf(port),
        "QUARKUS_MANAGEMENT_HOST", "127.0.0.1",
        "QUARKUS_MANAGEMENT_PORT", String.valueOf(FreePort.find()),
        "QUARKUS_OTEL_SDK_DISABLED", "true");
  }

  /** Where it is. */
  public URI address() {
    return address;
  }

  /** Talks to it. */
  public NessieClient client() {
    return new NessieClient(address);
  }

  /** What it has logged. */
  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitReady() {
    NessieClient client = client();
    try {
      Deadline.await(
          "Nessie",
          START,
          () -> {
            if (!process.isAlive()) {
              throw new AssertionError("Nessie ended with " + process.exitValue());
            }
            return client.answers();
          });
    } catch (AssertionError e) {
      close();
      throw new AssertionError(e.getMessage() + "; it logged:\n" + log(), e);
    }
  }

  /** Ends it in good order, at worst by force. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().removeShutdownHook(atExit);
  }
}
