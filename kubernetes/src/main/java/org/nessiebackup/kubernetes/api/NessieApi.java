package org.nessiebackup.kubernetes.api;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.kubernetes.cluster.Cluster;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The few questions about a Nessie server that a restore has, in version 2 of its REST API. */
public final class NessieApi {
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final int MOST_PAGES = 100_000;
  private static final JsonMapper JSON = new JsonMapper();

  private final Cluster cluster;
  private final ApiClient route;

  /** On a way that was found by {@link ApiFinder}. */
  NessieApi(Cluster cluster, ApiClient route) {
    this.cluster = cluster;
    this.route = route;
  }

  /**
   * Asks until it answers.
   *
   * @throws BackupException {@link Failure#NESSIE} with its last answer, if it does not in time
   */
  public NessieAnswer await(Duration limit) {
    cluster.context().progress().step("asking Nessie's API", 0);
    Attempts attempts = new Attempts();
    if (!cluster.await(limit, LOOK, attempts::succeed)) {
      throw new BackupException(
          Failure.NESSIE,
          "Nessie's API does not answer within %d s: %s"
              .formatted(limit.toSeconds(), attempts.trouble.getMessage()),
          "Look at Nessie's log. If it can be reached at another address, give --nessie-url.",
          attempts.trouble);
    }
    return attempts.answer;
  }

  private final class Attempts {
    private NessieAnswer answer;
    private BackupException trouble;

    boolean succeed() {
      try {
        answer = ask();
        return true;
      } catch (BackupException e) {
        if (e.failure() != Failure.NESSIE) {
          throw e;
        }
        trouble = e;
        return false;
      }
    }
  }

  /**
   * Asks once.
   *
   * @throws BackupException {@link Failure#NESSIE} if there is no sensible answer
   */
  public NessieAnswer ask() {
    JsonNode config = get("config");
    return new NessieAnswer(
        config.path("defaultBranch").asString(""),
        config.path("specVersion").asString(""),
        references());
  }

  private SortedMap<String, NessieReference> references() {
    SortedMap<String, NessieReference> references = new TreeMap<>();
    String path = "trees";
    for (int page = 0; page < MOST_PAGES; page++) {
      JsonNode answer = get(path);
      for (JsonNode node : answer.path("references")) {
        NessieReference reference = reference(node);
        references.put(reference.name(), reference);
      }
      if (!answer.path("hasMore").asBoolean(false)) {
        return references;
      }
      String token = answer.path("token").asString("");
      path = "trees?page-token=" + URLEncoder.encode(token, StandardCharsets.UTF_8);
    }
    throw nonsense("trees", "more than %d pages".formatted(MOST_PAGES), null);
  }

  private static NessieReference reference(JsonNode node) {
    String kind = node.path("type").asString("").toUpperCase(Locale.ROOT);
    try {
      return new NessieReference(
          NessieReference.Kind.valueOf(kind),
          node.path("name").asString(),
          node.path("hash").asString());
    } catch (IllegalArgumentException | JacksonException e) {
      throw nonsense("trees", "a reference that is none: " + node, e);
    }
  }

  private JsonNode get(String path) {
    String text = route.get("api/v2/" + path);
    try {
      return JSON.readTree(text);
    } catch (JacksonException e) {
      throw nonsense(path, "no JSON", e);
    }
  }

  private static BackupException nonsense(String path, String what, Exception cause) {
    return new BackupException(
        Failure.NESSIE,
        "the answer to \"/api/v2/%s\" is %s".formatted(path, what),
        "Is this Nessie's API?",
        cause);
  }
}
