package org.nessiebackup.cli;

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
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/** Stands before a bucket and answers "access denied" to what may not be done. */
final class GuardedBucket implements AutoCloseable {
  private static final Set<String> OF_THE_CONNECTION =
      Set.of("connection", "content-length", "host", "expect", "upgrade", "transfer-encoding");
  private static final byte[] DENIED =
      "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>"
          .getBytes(StandardCharsets.UTF_8);

  private final HttpClient client = HttpClient.newHttpClient();
  private final HttpServer server;
  private final int target;
  private volatile Predicate<Asked> denied = request -> false;

  /** What is asked for. */
  record Asked(String method, URI uri) {
    boolean listsUploads() {
      return method.equals("GET") && query().startsWith("uploads");
    }

    boolean writes() {
      return method.equals("PUT") || method.equals("POST");
    }

    boolean removes() {
      return method.equals("DELETE") && !query().contains("uploadId");
    }

    boolean below(String folder) {
      return uri.getPath().contains("/" + folder);
    }

    private String query() {
      return uri.getRawQuery() == null ? "" : uri.getRawQuery();
    }
  }

  GuardedBucket(int target) {
    this.target = target;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  void deny(Predicate<Asked> what) {
    denied = what;
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    Asked asked = new Asked(exchange.getRequestMethod(), exchange.getRequestURI());
    try (exchange) {
      if (denied.test(asked)) {
        send(exchange, 403, asked.method().equals("HEAD") ? new byte[0] : DENIED);
        return;
      }
      HttpResponse<byte[]> answer = forward(exchange, asked, body);
      answer
          .headers()
          .map()
          .forEach(
              (name, values) -> {
                if (!OF_THE_CONNECTION.contains(name) && !name.startsWith(":")) {
                  exchange.getResponseHeaders().put(name, values);
                }
              });
      if (asked.method().equals("HEAD")) {
        answer
            .headers()
            .firstValue("content-length")
            .ifPresent(length -> exchange.getResponseHeaders().set("Content-Length", length));
      }
      send(exchange, answer.statusCode(), answer.body());
    }
  }

  private HttpResponse<byte[]> forward(HttpExchange exchange, Asked asked, byte[] body)
      throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + target + asked.uri()))
            .method(asked.method(), HttpRequest.BodyPublishers.ofByteArray(body));
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (!OF_THE_CONNECTION.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                List.copyOf(values).forEach(value -> request.header(name, value));
              }
            });
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    client.close();
  }
}
