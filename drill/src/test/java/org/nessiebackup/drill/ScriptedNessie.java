package org.nessiebackup.drill;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.nessiebackup.nessie.NessieReference;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Answers like a Nessie, with the references that a test wants; lists come in pages of two. */
final class ScriptedNessie implements AutoCloseable {
  private static final int PAGE = 2;
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpServer server;
  private volatile List<NessieReference> references = List.of();
  private volatile String history = "{\"logEntries\": []}";
  private volatile String authorization = "";

  private ScriptedNessie(HttpServer server) {
    this.server = server;
  }

  static ScriptedNessie start() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      ScriptedNessie nessie = new ScriptedNessie(server);
      server.createContext(
          "/api/v2/config",
          exchange ->
              nessie.send(exchange, "{\"defaultBranch\": \"main\", \"specVersion\": \"2.2.0\"}"));
      server.createContext("/api/v2/trees", nessie::trees);
      server.start();
      return nessie;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ScriptedNessie showing(Collection<NessieReference> shown) {
    references = new ArrayList<>(shown);
    return this;
  }

  /** The answer about every log. */
  ScriptedNessie withHistory(String json) {
    history = json;
    return this;
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** How the last asker has shown who it is. */
  String authorization() {
    return authorization;
  }

  private void trees(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (path.endsWith("/history")) {
      send(exchange, history);
    } else if (path.endsWith("/entries")) {
      send(exchange, "{\"entries\": [], \"hasMore\": false}");
    } else {
      send(exchange, page(exchange.getRequestURI().getQuery()).toString());
    }
  }

  private ObjectNode page(String query) {
    int from = query == null ? 0 : Integer.parseInt(query.replace("page-token=", ""));
    int to = Math.min(from + PAGE, references.size());
    ObjectNode page = JSON.createObjectNode();
    ArrayNode list = page.putArray("references");
    for (NessieReference each : references.subList(from, to)) {
      list.addObject()
          .put("type", each.kind().name())
          .put("name", each.name())
          .put("hash", each.hash());
    }
    page.put("hasMore", to < references.size());
    page.put("token", String.valueOf(to));
    return page;
  }

  private void send(HttpExchange exchange, String body) throws IOException {
    String shown = exchange.getRequestHeaders().getFirst("Authorization");
    authorization = shown == null ? "" : shown;
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
