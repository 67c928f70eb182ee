package org.nessiebackup.acceptance;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Buckets that have every file that anybody asks for: the metadata of a table without a snapshot.
 */
final class StandInLake implements AutoCloseable {
  private static final byte[] METADATA =
      "{\"format-version\":2,\"current-snapshot-id\":-1}".getBytes(StandardCharsets.UTF_8);

  private final HttpServer server;
  private final Set<String> asked;

  private StandInLake(HttpServer server, Set<String> asked) {
    this.server = server;
    this.asked = asked;
  }

  static StandInLake start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    Set<String> asked = ConcurrentHashMap.newKeySet();
    server.createContext(
        "/",
        exchange -> {
          asked.add("s3:/" + exchange.getRequestURI().getPath());
          boolean head = exchange.getRequestMethod().equals("HEAD");
          exchange.sendResponseHeaders(200, head ? -1 : METADATA.length);
          if (!head) {
            exchange.getResponseBody().write(METADATA);
          }
          exchange.close();
        });
    server.start();
    return new StandInLake(server, asked);
  }

  /** The files that were asked for. */
  Set<String> asked() {
    return Set.copyOf(asked);
  }

  /** How Nessie would be told of it. */
  String settings() {
    return """
        nessie.catalog.service.s3.default-options.endpoint=http://127.0.0.1:%d
        nessie.catalog.service.s3.default-options.path-style-access=true
        nessie.catalog.service.s3.default-options.access-key=urn:nessie-secret:quarkus:lake
        lake.name=tester
        lake.secret=testers-secret
        """
        .formatted(server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
