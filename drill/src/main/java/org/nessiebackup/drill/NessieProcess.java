package org.nessiebackup.drill;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nessiebackup.BackupException;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Failure;
import org.nessiebackup.HashingInputStream;
import org.nessiebackup.Secret;
import org.nessiebackup.postgres.ConnectionSettings;
import org.nessiebackup.sandbox.BoundCommand;
import org.nessiebackup.sandbox.ExitHook;
import org.nessiebackup.sandbox.FreePort;

/** A Nessie that is started for one drill, as a process of its own on free ports of 127.0.0.1. */
final class NessieProcess implements AutoCloseable {
  private static final long STOP_SECONDS = 20;
  private static final int LOG_LINES = 12;
  private static final Pattern BANNER = Pattern.compile("(?:nessie-quarkus|Nessie) (\\S+) on JVM");

  private final Process process;
  private final Path log;
  private final URI address;
  private final ExitHook atExit;

  private NessieProcess(Process process, Path log, URI address) {
    this.process = process;
    this.log = log;
    this.address = address;
    this.atExit = ExitHook.of("end of a Nessie", process::destroyForcibly);
  }

  /**
   * Starts it in the drill's folder, where it logs; it does not answer yet.
   *
   * @param copy what it serves
   * @param storeType Nessie's name for the kind of its tables
   * @param repository the Nessie repository
   */
  static NessieProcess start(
      DrillOptions.Nessie.Started nessie, DrillTarget copy, String storeType, String repository) {
    Path folder = copy.folder();
    try {
      Path log = Files.createTempFile(folder, "nessie-", ".log");
      int port = FreePort.find();
      ProcessBuilder builder =
          new ProcessBuilder(
                  BoundCommand.of(
                      List.of(
                          nessie.java().toString(),
                          // Names the drill, by which the next one knows whom to end.
                          "-Dnessie-backup.drill=" + folder,
                          "-Djava.io.tmpdir=" + folder,
                          "-Xmx" + nessie.memory(),
                          "-XX:+UseSerialGC",
                          "-XX:TieredStopAtLevel=1",
                          "-jar",
                          nessie.jar().toString())))
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      Map<String, String> environment = builder.environment();
      prepare(environment, copy.settings().jdbcUrlIn(copy.schema()), copy.settings(), port);
      environment.put("NESSIE_VERSION_STORE_TYPE", storeType);
      if (!repository.isEmpty()) {
        environment.put("NESSIE_VERSION_STORE_PERSIST_REPOSITORY_ID", repository);
      }
      Process process = builder.start();
      process.getOutputStream().close();
      return new NessieProcess(process, log, URI.create("http://127.0.0.1:" + port));
    } catch (CancellationException e) {
      // Somebody has asked to stop in just this moment.
      throw Cancellation.interrupted(e);
    } catch (IOException e) {
      throw Failure.NESSIE.exception(
          "Nessie cannot be started: " + e.getMessage(),
          "Look at --nessie-jar and --nessie-java.",
          e);
    }
  }

  /** What the drill's own environment says of another Nessie must not reach this one. */
  private static void prepare(
      Map<String, String> environment, String jdbcUrl, ConnectionSettings settings, int port) {
    environment
        .keySet()
        .removeIf(name -> name.matches("(NESSIE|QUARKUS|JAVA_TOOL|JDK_JAVA|PG|POSTGRES)_?.*"));
    environment.put("NESSIE_VERSION_STORE_PERSIST_JDBC_DATASOURCE", "postgresql");
    environment.put("QUARKUS_DATASOURCE_POSTGRESQL_JDBC_URL", jdbcUrl);
    settings
        .user()
        .ifPresent(user -> environment.put("QUARKUS_DATASOURCE_POSTGRESQL_USERNAME", user));
    environment.put(
        "QUARKUS_DATASOURCE_POSTGRESQL_PASSWORD",
        settings.password().map(Secret::value).orElse("not asked for"));
    environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
    environment.put("QUARKUS_HTTP_PORT", String.valueOf(port));
    environment.put("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
    environment.put("QUARKUS_MANAGEMENT_PORT", String.valueOf(FreePort.find()));
    environment.put("QUARKUS_OTEL_SDK_DISABLED", "true");
  }

  URI address() {
    return address;
  }

  /**
   * Sees that it has not ended.
   *
   * @throws BackupException {@link Failure#NESSIE} if it has
   */
  void checkAlive() {
    if (!process.isAlive()) {
      throw Failure.NESSIE.exception(
          "Nessie ended with %d at its start".formatted(process.exitValue()),
          "The end of its log: " + endOfLog());
    }
  }

  /** Its version, as it logs it when it is ready. */
  Optional<String> version() {
    Matcher banner = BANNER.matcher(logged());
    return banner.find() ? Optional.of(banner.group(1)) : Optional.empty();
  }

  /** The last lines of what it has logged. */
  String endOfLog() {
    List<String> lines = logged().lines().filter(line -> !line.isBlank()).toList();
    return String.join(" | ", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
  }

  private String logged() {
    try {
      return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "(its log cannot be read: " + e.getMessage() + ")";
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
    atExit.close();
  }

  /** Which file was started, so that an auditor can tell. */
  static String sha256(Path jar) {
    try (InputStream file = Files.newInputStream(jar);
        HashingInputStream in = new HashingInputStream(file)) {
      in.readToEnd();
      return in.hex();
    } catch (IOException e) {
      throw Failure.USAGE.exception(
          "\"%s\" cannot be read: %s".formatted(jar, e.getMessage()),
          "--nessie-jar names Nessie's server as a jar that runs.",
          e);
    }
  }
}
