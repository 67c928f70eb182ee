package org.nessiebackup.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Clients that commit to a Nessie as jobs do: each on its own branch, one table update at a time.
 */
final class NessieLoad implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int TABLES = 400;
  private static final int OK = 200;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String address;
  private final Queue<Confirmed> confirmed = new ConcurrentLinkedQueue<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopped;

  /**
   * A commit that Nessie has confirmed.
   *
   * @param hash its id
   * @param at when the client knew, by the clock that only counts
   * @param when the same by the clock of the machine
   */
  record Confirmed(String hash, long at, Instant when) {}

  private NessieLoad(int port) {
    this.address = "http://127.0.0.1:" + port + "/api/v2/trees/";
  }

  /** Begins, on new branches. */
  static NessieLoad start(int port, int clients, String prefix) {
    NessieLoad load = new NessieLoad(port);
    for (int i = 0; i < clients; i++) {
      int number = i;
      load.threads.add(
          Thread.ofPlatform()
              .daemon()
              .name("client-" + number)
              .start(() -> load.work(prefix + "-" + number, "ns" + number, number)));
    }
    return load;
  }

  private void work(String branch, String namespace, int seed) {
    Random random = new Random(seed);
    Map<String, String> contentIds = new HashMap<>();
    try {
      JsonNode main = call("GET", "main", null).get("reference");
      create(branch, main);
      String head = main.get("hash").asString();
      head =
          commit(branch, head, "namespace", namespace(namespace))
              .at("/targetBranch/hash")
              .asString();
      for (int i = 0; !stopped; i++) {
        String table = "table_" + random.nextInt(TABLES);
        JsonNode done =
            commit(
                branch,
                head,
                "append to " + table,
                table(namespace, table, i, contentIds.get(table)));
        head = done.at("/targetBranch/hash").asString();
        confirmed.add(new Confirmed(head, System.nanoTime(), Instant.now()));
        for (JsonNode added : done.path("addedContents")) {
          contentIds.put(table, added.get("contentId").asString());
        }
      }
    } catch (IOException | IllegalStateException ended) {
      // The server is gone, or the work is over: what was confirmed before counts.
      stopped = true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One after the other: Nessie keeps a list of all, and gives up where many change it at once. */
  private synchronized void create(String branch, JsonNode from)
      throws IOException, InterruptedException {
    call("POST", "?name=%s&type=BRANCH".formatted(branch), from);
  }

  private JsonNode commit(String branch, String head, String message, Map<String, Object> put)
      throws IOException, InterruptedException {
    return call(
        "POST",
        branch + "@" + head + "/history/commit",
        Map.of(
            "commitMeta",
            Map.of(
                "message", message,
                "authors", List.of("etl@example.com"),
                "properties", Map.of("app", "spark")),
            "operations",
            List.of(put)));
  }

  private static Map<String, Object> namespace(String name) {
    return Map.of(
        "type",
        "PUT",
        "key",
        Map.of("elements", List.of(name)),
        "content",
        Map.of("type", "NAMESPACE", "elements", List.of(name), "properties", Map.of()));
  }

  private static Map<String, Object> table(
      String namespace, String table, int number, String contentId) {
    Map<String, Object> content = new HashMap<>();
    content.put("type", "ICEBERG_TABLE");
    content.put(
        "metadataLocation",
        "s3://warehouse/prod/%s/%s/metadata/%05d-%s.metadata.json"
            .formatted(namespace, table, number, UUID.randomUUID()));
    content.put("snapshotId", UUID.randomUUID().getMostSignificantBits() >>> 2);
    content.put("schemaId", 0);
    content.put("specId", 0);
    content.put("sortOrderId", 0);
    if (contentId != null) {
      content.put("id", contentId);
    }
    return Map.of(
        "type", "PUT", "key", Map.of("elements", List.of(namespace, table)), "content", content);
  }

  private JsonNode call(String method, String path, Object body)
      throws IOException, InterruptedException {
    HttpRequest.BodyPublisher publisher =
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body));
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(address.replaceFirst("/$", path.startsWith("?") ? "" : "/") + path))
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .method(method, publisher)
            .build();
    HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != OK) {
      throw new IllegalStateException(response.statusCode() + " " + response.body());
    }
    return JSON.readTree(response.body());
  }

  /** How many commits were confirmed so far. */
  int commits() {
    return confirmed.size();
  }

  /** All that were confirmed so far. */
  List<Confirmed> confirmed() {
    return List.copyOf(confirmed);
  }

  /** Whether all clients are still at work. */
  boolean isBusy() {
    return !stopped;
  }

  @Override
  public void close() {
    stop();
    http.shutdownNow();
  }

  /** Lets each client end what it has begun. */
  void stop() {
    stopped = true;
    for (Thread thread : threads) {
      try {
        thread.join(PATIENCE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
