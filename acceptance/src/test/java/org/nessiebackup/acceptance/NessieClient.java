package org.nessiebackup.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The few calls of Nessie's REST API, version 2, that the tests need. */
public final class NessieClient {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI address;

  NessieClient(URI address) {
    this.address = address;
  }

  /** An answer that Nessie gives when somebody else was quicker. */
  public static final class ConflictException extends Exception {
    ConflictException(String message) {
      super(message);
    }
  }

  /** A branch or tag, and where it points. */
  public record Reference(String type, String name, String hash) {}

  /** Whether the server is there. */
  boolean answers() {
    try {
      return send(HttpRequest.newBuilder(uri("config")).GET()).statusCode() == OK;
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof ConnectException) {
        return false;
      }
      throw e;
    }
  }

  /** Its configuration. */
  JsonNode config() {
    return get("config");
  }

  /** All branches and tags, by name. */
  public Map<String, Reference> references() {
    Map<String, Reference> references = new TreeMap<>();
    for (JsonNode node : pages("trees", "references")) {
      Reference reference = reference(node);
      references.put(reference.name(), reference);
    }
    return references;
  }

  /** One branch or tag as it is now. */
  public Reference reference(String name) {
    return reference(get("trees/" + encode(name)).get("reference"));
  }

  /** Creates a branch or tag where another reference is. */
  public Reference create(String type, String name, Reference at) {
    ObjectNode source = JSON.createObjectNode();
    source.put("type", at.type()).put("name", at.name()).put("hash", at.hash());
    String path = "trees?name=%s&type=%s".formatted(encode(name), type);
    try {
      return reference(post(path, source).get("reference"));
    } catch (ConflictException e) {
      throw new AssertionError(e);
    }
  }

  /** Deletes a branch or tag. */
  public void delete(Reference reference) {
    change("DELETE", "trees/%s?type=%s".formatted(at(reference), reference.type()), "");
  }

  /** Lets a branch or tag point to a commit. */
  Reference assign(Reference reference, String hash) {
    ObjectNode target = JSON.createObjectNode().put("type", "DETACHED").put("hash", hash);
    String path = "trees/%s?type=%s".formatted(at(reference), reference.type());
    return reference(change("PUT", path, target.toString()).get("reference"));
  }

  private JsonNode change(String method, String path, String body) {
    HttpResponse<String> answer =
        send(
            HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .method(
                    method,
                    body.isEmpty()
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofString(body)));
    if (answer.statusCode() != OK) {
      throw unexpected(path, answer);
    }
    return JSON.readTree(answer.body());
  }

  /** Whether a commit is found by its id. */
  boolean knows(String hash) {
    String path = "trees/%s/history?max-records=1".formatted(encode("@" + hash));
    return send(HttpRequest.newBuilder(uri(path)).GET()).statusCode() == OK;
  }

  /** All keys of a reference with their contents, by key. */
  public Map<String, JsonNode> contents(String reference) {
    Map<String, JsonNode> contents = new TreeMap<>();
    for (JsonNode entry :
        pages("trees/" + encode(reference) + "/entries?content=true", "entries")) {
      contents.put(entry.get("name").get("elements").toString(), entry);
    }
    return contents;
  }

  /** All commits of a reference with their parents, the newest first. */
  public List<JsonNode> log(String reference) {
    return pages("trees/" + encode(reference) + "/history?fetch=ALL", "logEntries");
  }

  /** Commits a namespace. */
  public Reference putNamespace(Reference branch, String name) throws ConflictException {
    ObjectNode content = JSON.createObjectNode().put("type", "NAMESPACE");
    content.putArray("elements").add(name);
    return put(branch, content, name);
  }

  /** Commits an Iceberg table, or a change of it. */
  public Reference putTable(Reference branch, String namespace, String name, long snapshot)
      throws ConflictException {
    ObjectNode content = JSON.createObjectNode().put("type", "ICEBERG_TABLE");
    content.put("metadataLocation", "s3://lake/%s/%s/%d.json".formatted(namespace, name, snapshot));
    content.put("snapshotId", snapshot).put("schemaId", 0).put("specId", 0).put("sortOrderId", 0);
    contentId(branch, namespace + "." + name).ifPresent(id -> content.put("id", id));
    return put(branch, content, namespace, name);
  }

  /** Says which table a change is of, since names can be used again. */
  private Optional<String> contentId(Reference branch, String key) {
    String path = "trees/%s/contents/%s".formatted(at(branch), encode(key));
    HttpResponse<String> answer = send(HttpRequest.newBuilder(uri(path)).GET());
    return switch (answer.statusCode()) {
      case OK -> Optional.of(JSON.readTree(answer.body()).get("content").get("id").asString());
      case NOT_FOUND -> Optional.empty();
      default -> throw unexpected(path, answer);
    };
  }

  private static String at(Reference branch) {
    return encode(branch.name() + "@" + branch.hash());
  }

  /** Commits any content. */
  Reference put(Reference branch, ObjectNode content, String... key) throws ConflictException {
    return commit(branch, "PUT", Optional.of(content), key);
  }

  /** Commits that a key is to hold nothing. */
  public Reference drop(Reference branch, String... key) {
    try {
      return commit(branch, "DELETE", Optional.empty(), key);
    } catch (ConflictException e) {
      throw new AssertionError(e);
    }
  }

  private Reference commit(
      Reference branch, String type, Optional<ObjectNode> content, String... key)
      throws ConflictException {
    ObjectNode body = JSON.createObjectNode();
    String what = type.toLowerCase(Locale.ROOT) + " " + String.join(".", key);
    body.putObject("commitMeta").put("message", what).putArray("authors").add("a test");
    ObjectNode operation = body.putArray("operations").addObject().put("type", type);
    List.of(key).forEach(operation.putObject("key").putArray("elements")::add);
    content.ifPresent(each -> operation.set("content", each));
    return reference(post("trees/" + at(branch) + "/history/commit", body).get("targetBranch"));
  }

  private List<JsonNode> pages(String path, String array) {
    List<JsonNode> all = new ArrayList<>();
    String page = path;
    while (true) {
      JsonNode answer = get(page);
      answer.get(array).forEach(all::add);
      if (!answer.path("hasMore").asBoolean(false)) {
        return all;
      }
      String token = "page-token=" + encode(answer.get("token").asString());
      page = path + (path.contains("?") ? "&" : "?") + token;
    }
  }

  private static Reference reference(JsonNode node) {
    return new Reference(
        node.get("type").asString(), node.get("name").asString(), node.get("hash").asString());
  }

  private JsonNode get(String path) {
    HttpResponse<String> answer = send(HttpRequest.newBuilder(uri(path)).GET());
    if (answer.statusCode() != OK) {
      throw unexpected(path, answer);
    }
    return JSON.readTree(answer.body());
  }

  private JsonNode post(String path, JsonNode body) throws ConflictException {
    HttpResponse<String> answer =
        send(
            HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
    if (answer.statusCode() == CONFLICT) {
      throw new ConflictException(answer.body());
    }
    if (answer.statusCode() != OK) {
      throw unexpected(path, answer);
    }
    return JSON.readTree(answer.body());
  }

  private static AssertionError unexpected(String path, HttpResponse<String> answer) {
    return new AssertionError(
        "Nessie answers %d to \"%s\": %s".formatted(answer.statusCode(), path, answer.body()));
  }

  private URI uri(String path) {
    return address.resolve("/api/v2/" + path);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(
          request.timeout(PATIENCE).header("Accept", "application/json").build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
