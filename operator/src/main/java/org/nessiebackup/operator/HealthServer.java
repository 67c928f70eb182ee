package org.nessiebackup.operator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;

/**
 * Answers the probes of a pod, and shows metrics. It says nothing that is secret, and takes
 * nothing.
 */
final class HealthServer implements AutoCloseable {
  private static final int THREADS = 2;

  private final HttpServer server;
  private final ExecutorService threads;

  private HealthServer(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  /**
   * Starts to answer.
   *
   * @param healthy whether what is watched is being watched
   * @param metrics the text of a scrape
   * @throws BackupException {@link Failure#USAGE} if nobody can listen there
   */
  static HealthServer start(
      InetSocketAddress address, BooleanSupplier healthy, Supplier<String> metrics) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(address.getHostString(), address.getPort()), 0);
      ExecutorService threads = Executors.newFixedThreadPool(THREADS);
      server.setExecutor(threads);
      // To start anew brings no API server back: what is alive answers, whatever it can reach.
      server.createContext("/health/", exchange -> answer(exchange, true));
      // Whoever waits for the lease is ready to take over.
      server.createContext("/health/ready", exchange -> answer(exchange, healthy.getAsBoolean()));
      server.createContext(
          "/metrics", exchange -> send(exchange, HttpURLConnection.HTTP_OK, metrics.get()));
      server.start();
      return new HealthServer(server, threads);
    } catch (IOException e) {
      throw Failure.USAGE.exception(
          "cannot listen on %s:%d: %s"
              .formatted(address.getHostString(), address.getPort(), e.getMessage()),
          "--listen says where, such as :8081.",
          e);
    }
  }

  private static void answer(HttpExchange exchange, boolean good) throws IOException {
    send(
        exchange,
        good ? HttpURLConnection.HTTP_OK : HttpURLConnection.HTTP_UNAVAILABLE,
        good ? "ok\n" : "not all is watched\n");
  }

  private static void send(HttpExchange exchange, int code, String text) throws IOException {
    try (exchange) {
      byte[] body = text.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
      exchange.sendResponseHeaders(code, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  /** Where it listens, as HOST:PORT. */
  String address() {
    InetSocketAddress address = server.getAddress();
    String host = address.getAddress().isAnyLocalAddress() ? "" : address.getHostString();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
