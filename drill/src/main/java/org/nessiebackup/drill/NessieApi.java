package org.nessiebackup.drill;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.nessiebackup.BackupException;
import org.nessiebackup.Cancellation;
import org.nessiebackup.ErrorWords;
import org.nessiebackup.Failure;
import org.nessiebackup.Secret;
import org.nessiebackup.nessie.NessieReference;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The questions that a drill has, in version 2 of Nessie's REST API. Reads only. */
final class NessieApi {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int OK = 200;
  private static final int MOST_PAGES = 100_000;
  private static final int LONGEST_QUOTE = 300;
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();
  private final URI address;
  private final Optional<Secret> token;
  private final Cancellation cancellation;

  /** Asks nothing yet. */
  NessieApi(URI address, Optional<Secret> token, Cancellation cancellation) {
    String text = address.toString();
    this.address = text.endsWith("/") ? address : URI.create(text + "/");
    this.token = token;
    this.cancellation = cancellation;
  }

  /** Its configuration. */
  JsonNode config() {
    return get("config");
  }

  /** All branches and tags. */
  NavigableSet<NessieReference> references() {
    NavigableSet<NessieReference> references = new TreeSet<>();
    pages("trees", "references", node -> references.add(reference(node)));
    return references;
  }

  private static NessieReference reference(JsonNode node) {
    try {
      return new NessieReference(
          NessieReference.Kind.valueOf(node.path("type").asString("")),
          node.path("name").asString(""),
          node.path("hash").asString(""));
    } catch (IllegalArgumentException e) {
      throw nonsense("trees", "lists a reference that is none", e);
    }
  }

  /**
   * A commit of a log.
   *
   * @param hash its id
   * @param parent the id of the one before it
   */
  record Logged(String hash, String parent) {}

  /** The newest commits of a reference, newest first. */
  List<Logged> log(NessieReference reference, int most) {
    String path = "trees/%s/history?fetch=ALL&max-records=%d".formatted(at(reference), most);
    List<Logged> commits = new ArrayList<>();
    for (JsonNode entry : get(path).path("logEntries")) {
      commits.add(
          new Logged(
              entry.path("commitMeta").path("hash").asString(""),
              entry.path("parentCommitHash").asString("")));
    }
    return commits;
  }

  /**
   * What a reference lists.
   *
   * @param elements the key
   * @param contentId which content it is
   */
  record Entry(List<String> elements, String contentId) {}

  /** All keys of a reference. */
  void entries(NessieReference reference, Consumer<Entry> each) {
    pages(
        "trees/%s/entries".formatted(at(reference)),
        "entries",
        node ->
            each.accept(
                new Entry(elements(node.path("name")), node.path("contentId").asString(""))));
  }

  /** The contents of some keys of a reference, in the order in which Nessie gives them. */
  List<Content> contents(NessieReference reference, List<List<String>> keys) {
    ObjectNode question = JSON.createObjectNode();
    ArrayNode requested = question.putArray("requestedKeys");
    for (List<String> key : keys) {
      ArrayNode elements = requested.addObject().putArray("elements");
      key.forEach(elements::add);
    }
    List<Content> contents = new ArrayList<>();
    for (JsonNode each :
        post("trees/%s/contents".formatted(at(reference)), question).path("contents")) {
      contents.add(new Content(elements(each.path("key")), each.path("content")));
    }
    return contents;
  }

  /**
   * A content.
   *
   * @param elements its key
   * @param json as Nessie shows it
   */
  record Content(List<String> elements, JsonNode json) {
    String id() {
      return json.path("id").asString("");
    }

    String type() {
      return json.path("type").asString("");
    }
  }

  private static List<String> elements(JsonNode key) {
    List<String> elements = new ArrayList<>();
    key.path("elements").forEach(each -> elements.add(each.asString("")));
    return elements;
  }

  private static String at(NessieReference reference) {
    return encode(reference.name() + "@" + reference.hash());
  }

  private void pages(String path, String array, Consumer<JsonNode> each) {
    String page = path;
    for (int number = 0; number < MOST_PAGES; number++) {
      JsonNode answer = get(page);
      answer.path(array).forEach(each);
      if (!answer.path("hasMore").asBoolean(false)) {
        return;
      }
      page = path + "?page-token=" + encode(answer.path("token").asString(""));
    }
    throw nonsense(path, "has more than %d pages".formatted(MOST_PAGES), null);
  }

  private JsonNode get(String path) {
    return ask(path, HttpRequest.newBuilder().GET());
  }

  private JsonNode post(String path, JsonNode body) {
    return ask(
        path,
        HttpRequest.newBuilder()
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
  }

  private JsonNode ask(String path, HttpRequest.Builder request) {
    token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret.value()));
    HttpResponse<String> answer =
        send(
            path,
            request
                .uri(address.resolve("api/v2/" + path))
                .timeout(PATIENCE)
                .header("Accept", "application/json")
                .build());
    if (answer.statusCode() != OK) {
      throw nonsense(path, "is %d: %s".formatted(answer.statusCode(), quoted(answer.body())), null);
    }
    try {
      return JSON.readTree(answer.body());
    } catch (JacksonException e) {
      throw nonsense(path, "is no JSON", e);
    }
  }

  /** A request to stop ends even the wait for an answer. */
  private HttpResponse<String> send(String path, HttpRequest request) {
    cancellation.check();
    CompletableFuture<HttpResponse<String>> answer =
        http.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    Cancellation.Registration registration = cancellation.onRequest(() -> answer.cancel(true));
    try {
      return answer.get();
    } catch (CancellationException e) {
      throw Cancellation.interrupted(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Cancellation.interrupted(e);
    } catch (ExecutionException e) {
      throw new BackupException(
          Failure.NESSIE,
          "Nessie does not answer \"/api/v2/%s\": %s".formatted(path, ErrorWords.of(e.getCause())),
          null,
          e);
    } finally {
      registration.close();
    }
  }

  private static String quoted(String text) {
    String line = String.join(" ", text.strip().split("\\s+"));
    return line.length() > LONGEST_QUOTE ? line.substring(0, LONGEST_QUOTE) + "…" : line;
  }

  private static BackupException nonsense(String path, String what, Exception cause) {
    return new BackupException(
        Failure.NESSIE, "Nessie's answer to \"/api/v2/%s\" %s".formatted(path, what), null, cause);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
