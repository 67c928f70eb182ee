package org.nessiebackup.kubernetes.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.nessiebackup.sandbox.FreePort;

/** The real Nessie server as a process, ready when its API answers. */
public final class NessiePod implements PodProcess {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Duration PROBE = Duration.ofSeconds(2);
  private static final int OK = 200;

  private final Process process;
  private final Path log;
  private final int port;
  private volatile boolean asked;
  private volatile boolean answered;

  private NessiePod(Process process, Path log, int port) {
    this.process = process;
    this.log = log;
    this.port = port;
    // A killed build must not leave a server behind.
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
  }

  /**
   * Where things are.
   *
   * @param java the program, and options for it
   * @param server Nessie's runner
   * @param folder for the logs
   * @param jdbcUrl the database, with the schema as {@code currentSchema}
   * @param user the database role
   */
  public record Setup(List<String> java, Path server, Path folder, String jdbcUrl, String user) {
    public Setup {
      java = List.copyOf(java);
    }
  }

  /** Pods that serve a catalog. */
  public static Program program(Setup setup) {
    return pod -> start(pod, setup);
  }

  /** Starts one; does not wait until it answers. */
  public static NessiePod start(String pod, Setup setup) {
    int port = FreePort.find();
    try {
      Path log = Files.createTempFile(setup.folder(), pod + "-", ".log");
      List<String> command = new ArrayList<>(setup.java());
      command.addAll(
          List.of(
              "-Xmx400m",
              "-XX:+UseSerialGC",
              "-XX:TieredStopAtLevel=1",
              "-jar",
              setup.server().toString()));
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(setup.folder().toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      builder.environment().clear();
      builder.environment().putAll(settings(setup, port));
      return new NessiePod(builder.start(), log, port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> settings(Setup setup, int port) {
    return Map.of(
        "NESSIE_VERSION_STORE_TYPE", "JDBC2",
        "NESSIE_VERSION_STORE_PERSIST_JDBC_DATASOURCE", "postgresql",
        "QUARKUS_DATASOURCE_POSTGRESQL_JDBC_URL", setup.jdbcUrl(),
        "QUARKUS_DATASOURCE_POSTGRESQL_USERNAME", setup.user(),
        "QUARKUS_DATASOURCE_POSTGRESQL_PASSWORD", "not asked for",
        "QUARKUS_HTTP_HOST", "127.0.0.1",
        "QUARKUS_HTTP_PORT", String.valueOf(port),
        "QUARKUS_MANAGEMENT_HOST", "127.0.0.1",
        "QUARKUS_MANAGEMENT_PORT", String.valueOf(FreePort.find()),
        "QUARKUS_OTEL_SDK_DISABLED", "true");
  }

  @Override
  public State state() {
    if (!process.isAlive()) {
      return asked ? State.ENDED : State.CRASHED;
    }
    answered = answered || answers(port, "config");
    return answered ? State.READY : State.STARTING;
  }

  /** Whether a Nessie at a port of this machine answers what it is asked of its API. */
  public static boolean answers(int port, String path) {
    URI asked = URI.create("http://127.0.0.1:" + port + "/api/v2/" + path);
    try {
      return HTTP.send(
                  HttpRequest.newBuilder(asked).timeout(PROBE).build(),
                  HttpResponse.BodyHandlers.discarding())
              .statusCode()
          == OK;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void stop() {
    asked = true;
    process.destroy();
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
