package org.nessiebackup.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.nessiebackup.Cancellation;
import org.nessiebackup.retry.Poller;
import org.nessiebackup.retry.WaitContext;
import org.nessiebackup.sandbox.FreePort;
import org.nessiebackup.sandbox.ThrowAwayCertificate;

/** A {@code versitygw} that serves one bucket over TLS, by a certificate that it signs itself. */
final class BucketServer implements AutoCloseable {
  private static final String BUCKET = "vaults";
  private static final String NAME = "benchmark";
  private static final String SECRET = "benchmark-secret";
  private static final Duration LONGEST_START = Duration.ofSeconds(30);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);
  private static final Poller POLLER =
      new Poller(new WaitContext(Clock.systemUTC(), new Cancellation()));

  private final Process process;
  private final Path certificate;
  private final int port;

  private BucketServer(Process process, Path certificate, int port) {
    this.process = process;
    this.certificate = certificate;
    this.port = port;
    // A killed benchmark must not leave a server behind.
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
  }

  /** Starts one that keeps all in a folder, and waits until it listens. */
  static BucketServer start(Path program, Path folder) throws IOException {
    Path objects = folder.resolve("objects");
    Files.createDirectories(objects.resolve(BUCKET));
    ThrowAwayCertificate.writeInto(folder);
    Path certificate = folder.resolve("server.crt");
    int port = FreePort.find();
    ProcessBuilder builder =
        new ProcessBuilder(
            program.toAbsolutePath().toString(),
            "--port=127.0.0.1:" + port,
            "--cert=" + certificate,
            "--key=" + folder.resolve("server.key"),
            "posix",
            objects.toString());
    builder.environment().put("ROOT_ACCESS_KEY", NAME);
    builder.environment().put("ROOT_SECRET_KEY", SECRET);
    Process process =
        builder
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("server.txt").toFile())
            .start();
    BucketServer server = new BucketServer(process, certificate, port);
    if (!POLLER.await(LONGEST_START, BETWEEN_LOOKS, server::listens)) {
      server.close();
      throw new IOException(
          "the server of buckets does not start: "
              + Files.readString(folder.resolve("server.txt")));
    }
    return server;
  }

  private boolean listens() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  /** The address of a place in the bucket. */
  String place(String name) {
    return "s3://%s/%s?endpoint=https://127.0.0.1:%d&region=us-east-1&ca=%s"
        .formatted(BUCKET, name, port, certificate);
  }

  /** The environment that lets a program in. */
  Map<String, String> credentials() {
    return Map.of("AWS_ACCESS_KEY_ID", NAME, "AWS_SECRET_ACCESS_KEY", SECRET);
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
