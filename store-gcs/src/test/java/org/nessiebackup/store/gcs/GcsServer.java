package org.nessiebackup.store.gcs;

import com.google.api.services.storage.Storage;
import com.google.api.services.storage.model.Bucket;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.nessiebackup.testing.StockProgram;

/** The program {@code fake-gcs-server}, as a process of its own, with one bucket. */
final class GcsServer implements AutoCloseable {
  static final String BUCKET = "vaults";

  private final Process process;
  private final int port;
  private final Thread atExit;

  private GcsServer(Process process, int port) {
    this.process = process;
    this.port = port;
    this.atExit = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /** Starts one and makes the bucket; ends the test where the program is not installed. */
  static GcsServer start() {
    String program = StockProgram.require("fake-gcs-server").executable().toString();
    try {
      int port = freePort();
      String address = "http://127.0.0.1:" + port;
      Process process =
          new ProcessBuilder(
                  program,
                  "-backend",
                  "memory",
                  "-scheme",
                  "http",
                  "-host",
                  "127.0.0.1",
                  "-port",
                  String.valueOf(port),
                  "-external-url",
                  address,
                  "-public-host",
                  "127.0.0.1:" + port)
              .redirectErrorStream(true)
              .start();
      GcsServer server = started(process, port);
      Storage storage = GcsConnection.open(server.place("none"));
      storage.buckets().insert("project", new Bucket().setName(BUCKET)).execute();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** It says so on its standard output when it is ready. */
  private static GcsServer started(Process process, int port) throws IOException {
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    List<String> said = new ArrayList<>();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      said.add(line);
      if (line.contains("server started")) {
        Thread.ofPlatform().daemon().start(() -> drain(output));
        return new GcsServer(process, port);
      }
    }
    throw new AssertionError("fake-gcs-server did not start:\n" + String.join("\n", said));
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

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** The port on 127.0.0.1. */
  int port() {
    return port;
  }

  /** A place in the bucket. */
  GcsLocation place(String prefix) {
    return place(prefix, port);
  }

  /** The same, through a port that leads to this server. */
  GcsLocation place(String prefix, int through) {
    return GcsLocation.parse(
        "gs://%s/%s?endpoint=http://127.0.0.1:%d".formatted(BUCKET, prefix, through));
  }

  @Override
  public void close() {
    process.destroyForcibly();
    Runtime.getRuntime().removeShutdownHook(atExit);
  }
}
