package org.nessiebackup.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.sandbox.PostgresServer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** No false alarm: all that the real Nessie does to a catalog leaves it whole. */
@Tag("thorough")
class NessieGraphTest {
  private static final int KEYS = 6_000;
  private static final int BATCH = 500;
  private static final JsonMapper JSON = new JsonMapper();
  private static PostgresServer server;
  private @TempDir Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private URI api;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Test
  void whatTheRealNessieHasWrittenIsWhole() {
    CatalogDatabase database = CatalogDatabase.create(server, "graph");
    CommandRunner commands = CommandRunner.of(database, server.port(), folder.resolve("vault"));
    commands.run("init").done();
    try (NessieServer other = NessieServer.start(database, folder, "second")) {
      api = other.address().resolve("/api/v2/");
      commit("main", put("{\"type\":\"NAMESPACE\",\"elements\":[\"n\"]}", "n"));
      tag("v1", "main");
    }
    int tables;
    try (NessieServer nessie = NessieServer.start(database, folder)) {
      api = nessie.address().resolve("/api/v2/");
      writeAllKinds();
      writeManyKeys();
      moveReferences();
      tables = nessie.client().contents("many").size() - 1;
    }
    commands.run("backup").done();

    JsonNode backup =
        commands.run("verify", "latest", "--graph", "--json").done().summary().path("graph");
    JsonNode live = commands.run("check", "--graph", "--json").summary().path("graph");

    assertThat(backup.path("findings").asInt()).as(backup.toString()).isZero();
    assertThat(live.path("findings").asInt()).as(live.toString()).isZero();
    assertThat(live.path("repositories")).hasSize(2);
    JsonNode many = reference(live, "refs/heads/many");
    assertThat(many.path("tables").asInt()).isEqualTo(tables).isGreaterThan(KEYS - 10);
    assertThat(database.query("SELECT 1 FROM nessie.objs2 WHERE obj_type = 'i'"))
        .as("parts of indexes")
        .isNotEmpty();
  }

  private static JsonNode reference(JsonNode graph, String name) {
    for (JsonNode reference : graph.path("repositories").path(0).path("references")) {
      if (reference.path("name").asString().equals(name)) {
        return reference;
      }
    }
    throw new AssertionError(name + " is not in " + graph);
  }

  private void writeAllKinds() {
    commit("main", put("{\"type\":\"NAMESPACE\",\"elements\":[\"n\"]}", "n"));
    commit(
        "main",
        put(table(1), "n", "dotted.name"),
        put(table(2), "n", "100% \\\"quoted\\\" /ü漢"),
        put(
            "{\"type\":\"ICEBERG_VIEW\",\"metadataLocation\":\"s3://l/v\",\"versionId\":1,\"schemaId\":1,\"sqlText\":\"SELECT"
                + " 1\",\"dialect\":\"spark\"}",
            "n",
            "view"),
        put(
            "{\"type\":\"UDF\",\"metadataLocation\":\"s3://l/u\",\"versionId\":\"1\",\"signatureId\":\"1\"}",
            "n",
            "function"));
    // Of a key that is dropped and put again at once, a commit keeps the latter only.
    commit("main", delete("n", "dotted.name"), put(table(3), "n", "dotted.name"));
  }

  private void writeManyKeys() {
    branch("many", "main");
    for (int batch = 0; batch < KEYS / BATCH; batch++) {
      List<String> operations = new ArrayList<>();
      for (int i = 0; i < BATCH; i++) {
        operations.add(put(table(i), "n", "table-%05d".formatted(batch * BATCH + i)));
      }
      commit("many", operations.toArray(String[]::new));
    }
    commit("many", delete("n", "table-00007"));
  }

  private void moveReferences() {
    branch("dev", "main");
    commit("dev", put(table(9), "n", "on dev"));
    String picked = hash("dev");
    branch("other", "main");
    post(
        "trees/other@%s/history/transplant".formatted(hash("other")),
        "{\"fromRefName\":\"dev\",\"hashesToTransplant\":[\"%s\"]}".formatted(picked));
    post(
        "trees/main@%s/history/merge".formatted(hash("main")),
        "{\"fromRefName\":\"dev\",\"fromHash\":\"%s\"}".formatted(picked));
    tag("v1", "main");
    branch("feature/branch-1_x.y", "main");
    String former = hash("other");
    commit("other", put(table(10), "n", "lost by assigning"));
    send(
        HttpRequest.newBuilder(api.resolve("trees/other@%s?type=BRANCH".formatted(hash("other"))))
            .header("Content-Type", "application/json")
            .PUT(
                body(
                    "{\"type\":\"BRANCH\",\"name\":\"dev\",\"hash\":\"%s\"}"
                        .formatted(hash("dev")))));
    assertThat(hash("other")).isNotEqualTo(former);
    send(
        HttpRequest.newBuilder(api.resolve("trees/dev@%s?type=BRANCH".formatted(hash("dev"))))
            .DELETE());
    branch("dev", "many");
    commit("dev", put(table(11), "n", "made again"));
  }

  private static String table(int snapshot) {
    return "{\"type\":\"ICEBERG_TABLE\",\"metadataLocation\":\"s3://l/%d\",\"snapshotId\":%d,\"schemaId\":0,\"specId\":0,\"sortOrderId\":0}"
        .formatted(snapshot, snapshot);
  }

  private static String put(String content, String... key) {
    return "{\"type\":\"PUT\",\"key\":%s,\"content\":%s}".formatted(key(key), content);
  }

  private static String delete(String... key) {
    return "{\"type\":\"DELETE\",\"key\":%s}".formatted(key(key));
  }

  private static String key(String... elements) {
    return "{\"elements\":[\"%s\"]}".formatted(String.join("\",\"", elements));
  }

  private void commit(String branch, String... operations) {
    post(
        "trees/%s@%s/history/commit".formatted(branch, hash(branch)),
        "{\"commitMeta\":{\"message\":\"%d operations\",\"author\":\"me\",\"properties\":{\"app\":\"test\"}},\"operations\":[%s]}"
            .formatted(operations.length, String.join(",", operations)));
  }

  private void branch(String name, String from) {
    create("BRANCH", name, from);
  }

  private void tag(String name, String from) {
    create("TAG", name, from);
  }

  private void create(String type, String name, String from) {
    post(
        "trees?name=%s&type=%s".formatted(encode(name), type),
        "{\"type\":\"BRANCH\",\"name\":\"%s\",\"hash\":\"%s\"}".formatted(from, hash(from)));
  }

  private String hash(String reference) {
    String answer = send(HttpRequest.newBuilder(api.resolve("trees/" + encode(reference))).GET());
    return JSON.readTree(answer).path("reference").path("hash").asString();
  }

  private void post(String path, String json) {
    send(
        HttpRequest.newBuilder(api.resolve(path))
            .header("Content-Type", "application/json")
            .POST(body(json)));
  }

  private static HttpRequest.BodyPublisher body(String json) {
    return HttpRequest.BodyPublishers.ofString(json);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private String send(HttpRequest.Builder request) {
    HttpRequest built = request.build();
    try {
      HttpResponse<String> answer = http.send(built, HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(built + ": " + answer.body()).isBetween(200, 299);
      return answer.body();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
