package org.nessiebackup.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Which commits a Nessie shows to its clients. */
final class NessieHistory {
  private static final int OK = 200;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String address;

  NessieHistory(int port) {
    this.address = "http://127.0.0.1:" + port + "/api/v2/trees";
  }

  /** The heads of all branches and tags, by name. */
  Map<String, String> references() throws IOException {
    Map<String, String> heads = new TreeMap<>();
    for (JsonNode reference : call("?max-records=1000").get("references")) {
      heads.put(reference.get("name").asString(), reference.get("hash").asString());
    }
    return heads;
  }

  /** The ids of the commits of all branches. */
  Set<String> commits() throws IOException {
    Set<String> commits = new HashSet<>();
    for (JsonNode reference : call("?max-records=1000").get("references")) {
      String history =
          "/"
              + URLEncoder.encode(reference.get("name").asString(), StandardCharsets.UTF_8)
              + "/history?max-records=250";
      JsonNode page = call(history);
      add(page, commits);
      while (page.get("hasMore").asBoolean()) {
        String token = URLEncoder.encode(page.get("token").asString(), StandardCharsets.UTF_8);
        page = call(history + "&page-token=" + token);
        add(page, commits);
      }
    }
    return commits;
  }

  private static void add(JsonNode page, Set<String> commits) {
    page.get("logEntries").forEach(entry -> commits.add(entry.at("/commitMeta/hash").asString()));
  }

  private JsonNode call(String path) throws IOException {
    try {
      HttpResponse<String> response =
          http.send(
              HttpRequest.newBuilder(URI.create(address + path)).build(),
              HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != OK) {
        throw new IOException(response.statusCode() + " " + response.body());
      }
      return JsonMapper.shared().readTree(response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
