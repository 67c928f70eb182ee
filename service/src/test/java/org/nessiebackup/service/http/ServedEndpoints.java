package org.nessiebackup.service.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.nessiebackup.service.endpoint.Asset;
import org.nessiebackup.service.endpoint.Assets;
import org.nessiebackup.service.endpoint.Endpoint;
import org.nessiebackup.service.endpoint.Response;
import org.nessiebackup.service.security.AuditEntry;
import org.nessiebackup.service.security.Authentication;
import org.nessiebackup.service.security.Guard;

/** A server of endpoints that a test has made up, and what it has told of. */
final class ServedEndpoints implements AutoCloseable {
  static final Assets ASSETS = new Assets(List.of(new Asset("page.css", "a{}".repeat(2_000))));

  final List<AuditEntry> audit = new CopyOnWriteArrayList<>();
  final List<Throwable> defects = new CopyOnWriteArrayList<>();
  private final WebServer server;
  private final HttpClient client = HttpClient.newHttpClient();

  ServedEndpoints(Authentication authentication, WebOptions options, Endpoint... endpoints) {
    WebContent content =
        new WebContent(
            List.of(endpoints),
            ASSETS,
            (request, problem) -> Response.html(problem.status(), "<p>" + problem.message()));
    this.server =
        WebServer.start(
            options,
            content,
            new WebContext(new Guard(authentication), audit::add, defects::add, Clock.systemUTC()));
  }

  /** Listens for this machine only. */
  static WebOptions local() {
    return local(Duration.ofSeconds(20));
  }

  static WebOptions local(Duration patience) {
    return new WebOptions(
        InetSocketAddress.createUnresolved("127.0.0.1", 0), Set.of(), Optional.empty(), patience);
  }

  String address() {
    return server.address();
  }

  /** Asks for it: header names and values follow one another. */
  HttpResponse<String> ask(String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address() + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    return ask("GET", path, "", headers);
  }

  /** A bare connection, on which anything can be said. */
  Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), URI.create(address()).getPort());
    socket.setSoTimeout(30_000);
    return socket;
  }

  /** All that is answered to some bytes until the other side has said enough. */
  String say(String text) throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  void stop() {
    server.close();
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
