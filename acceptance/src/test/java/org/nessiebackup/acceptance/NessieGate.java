package org.nessiebackup.acceptance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;

/** Stands between a client and a Nessie, and lets something happen before a request that writes. */
final class NessieGate implements AutoCloseable {
  private static final int BUSY = 503;

  private final HttpServer server;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI behind;
  private final boolean shut;
  private final AtomicReference<Runnable> before;

  private NessieGate(URI behind, boolean shut, Runnable before) {
    this.behind = behind;
    this.shut = shut;
    this.before = new AtomicReference<>(before);
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  /** Lets nobody write. */
  static NessieGate shut(NessieServer nessie) {
    return new NessieGate(nessie.address(), true, () -> {});
  }

  /** Does something before the first request that writes. */
  static NessieGate before(NessieServer nessie, Runnable deed) {
    return new NessieGate(nessie.address(), false, deed);
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (writes(exchange)) {
        if (shut) {
          exchange.sendResponseHeaders(BUSY, -1);
          return;
        }
        Optional.ofNullable(before.getAndSet(null)).ifPresent(Runnable::run);
      }
      pass(exchange);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Contents of many keys are asked for by a POST. */
  private static boolean writes(HttpExchange exchange) {
    return !exchange.getRequestMethod().equals("GET")
        && !exchange.getRequestURI().getPath().endsWith("/contents");
  }

  private void pass(HttpExchange exchange) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(behind.resolve(exchange.getRequestURI().toString()))
            .header("Accept", "application/json");
    for (String name : new String[] {"Content-Type", "Content-Encoding"}) {
      Optional.ofNullable(exchange.getRequestHeaders().getFirst(name))
          .ifPresent(value -> request.header(name, value));
    }
    byte[] body = exchange.getRequestBody().readAllBytes();
    request.method(
        exchange.getRequestMethod(),
        body.length == 0
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofByteArray(body));
    HttpResponse<byte[]> answer =
        http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
    exchange.getResponseBody().write(answer.body());
  }

  @Override
  public void close() {
    server.stop(0);
    http.close();
  }
}
