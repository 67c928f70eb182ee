package org.nessiebackup.store.s3;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A real server program with the S3 interface, as a process of its own. Its jar is named by the
 * system property {@code s3.server}. It keeps its objects in a temporary folder and has one bucket.
 */
public final class S3Server implements AutoCloseable {
  /** The bucket. */
  public static final String BUCKET = "vaults";

  private static final Pattern PORTS =
      Pattern.compile(".*Tomcat started on ports ([0-9]+) \\(https\\), ([0-9]+) \\(http\\).*");

  private static final AtomicInteger PLACES = new AtomicInteger();

  private final Process process;
  private final Path folder;
  private final int securePort;
  private final int port;
  private final Thread atExit;

  private S3Server(Process process, Path folder, int securePort, int port) {
    this.process = process;
    this.folder = folder;
    this.securePort = securePort;
    this.port = port;
    // A killed build must not leave a server behind.
    this.atExit = new Thread(this::endAndDelete);
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /** The one that all tests of this process share, each in places of its own; it ends with it. */
  public static S3Server shared() {
    return Shared.SERVER;
  }

  /** Begins when somebody asks. */
  private static final class Shared {
    private static final S3Server SERVER = start();
  }

  /** Starts one of its own for who looks at all of a bucket, and waits until it answers. */
  public static S3Server start() {
    try {
      Path folder = Files.createTempDirectory("nessie-backup-server-");
      return started(builder(folder).start(), folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All that it writes is in the folder, as it does not clean up when it is killed. */
  private static ProcessBuilder builder(Path folder) {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx300m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + folder,
                "-jar",
                System.getProperty("s3.server"),
                "--server.port=0",
                "--com.adobe.testing.s3mock.httpPort=0")
            .redirectErrorStream(true);
    builder.environment().put("COM_ADOBE_TESTING_S3MOCK_STORE_INITIAL_BUCKETS", BUCKET);
    return builder;
  }

  /** It says its ports, and that it is ready, on its standard output. */
  private static S3Server started(Process process, Path folder) throws IOException {
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    List<String> said = new ArrayList<>();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      said.add(line);
      Matcher ports = PORTS.matcher(line);
      if (ports.matches()) {
        Thread.ofPlatform().daemon().start(() -> drain(output));
        return new S3Server(
            process, folder, Integer.parseInt(ports.group(1)), Integer.parseInt(ports.group(2)));
      }
    }
    throw new AssertionError("the S3 server did not start:\n" + String.join("\n", said));
  }

  private static void drain(BufferedReader output) {
    try {
      while (output.readLine() != null) {
        // A full pipe would stop the server.
      }
    } catch (IOException closed) {
      // It has ended.
    }
  }

  /** The port on 127.0.0.1 that speaks plain HTTP. */
  public int port() {
    return port;
  }

  /** The port on 127.0.0.1 that speaks HTTPS, with a certificate that the server made itself. */
  public int securePort() {
    return securePort;
  }

  /** The address of a place in the bucket that nobody has used yet. */
  public String newPlace() {
    return place("place-" + PLACES.incrementAndGet(), port);
  }

  /** The address of a place in the bucket, through a port that leads to this server. */
  public static String place(String prefix, int port) {
    return "s3://%s/%s?endpoint=http://127.0.0.1:%d".formatted(BUCKET, prefix, port);
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(atExit);
    endAndDelete();
  }

  private void endAndDelete() {
    process.destroyForcibly().onExit().join();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
