package org.nessiebackup.kubernetes.cluster;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Objects of the namespace as the API server gives them, for those who only look at some of their
 * fields. What is refused is a {@link Failure#PERMISSION}.
 */
public final class ClusterObjects {
  private static final JsonMapper JSON = new JsonMapper();

  private final Cluster cluster;

  /** In a cluster. */
  public ClusterObjects(Cluster cluster) {
    this.cluster = cluster;
  }

  /** One of a name; empty if there is none. */
  public Optional<JsonNode> get(ObjectKind kind, String name) {
    String uri = uri(kind, name);
    String what = "cannot read the %s \"%s\"".formatted(kind.kind(), name);
    // The client answers null for what is not there.
    return Optional.ofNullable(cluster.call(what, () -> cluster.client().raw(uri)))
        .map(text -> parse(text, what));
  }

  /** All that the selector finds; an empty one finds all. */
  public List<JsonNode> list(ObjectKind kind, String selector) {
    String what = "cannot list the objects of kind " + kind.kind();
    String query =
        selector.isEmpty()
            ? ""
            : "?labelSelector=" + URLEncoder.encode(selector, StandardCharsets.UTF_8);
    String answer =
        cluster.call(what, () -> cluster.client().raw(kind.path(cluster.namespace()) + query));
    List<JsonNode> found = new ArrayList<>();
    if (answer != null) {
      parse(answer, what).path("items").forEach(found::add);
    }
    return found;
  }

  /**
   * Makes one, unless one of its name is there; an earlier attempt whose answer was lost may have
   * made it. So whoever calls chooses a name that nobody else would.
   */
  public JsonNode create(ObjectKind kind, JsonNode object) {
    String name = object.path("metadata").path("name").asString("");
    String what = "cannot create the %s \"%s\"".formatted(kind.kind(), name);
    return cluster
        .change(
            what,
            () -> cluster.client().raw(kind.path(cluster.namespace()), "POST", object.toString()))
        .map(text -> parse(text, what))
        .or(() -> get(kind, name))
        .orElseThrow(() -> new BackupException(Failure.CLUSTER, what));
  }

  /** The last lines that a container has written; empty if there are none. */
  public String log(String pod, String container, int lines) {
    String uri =
        "%s/log?container=%s&tailLines=%d"
            .formatted(
                uri(ObjectKind.POD, pod),
                URLEncoder.encode(container, StandardCharsets.UTF_8),
                lines);
    String log =
        cluster.call(
            "cannot read the log of the pod \"%s\"".formatted(pod),
            () -> cluster.client().raw(uri));
    return log == null ? "" : log.strip();
  }

  String uri(ObjectKind kind, String name) {
    return kind.path(cluster.namespace())
        + "/"
        + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static JsonNode parse(String text, String what) {
    try {
      return JSON.readTree(text);
    } catch (JacksonException e) {
      // Not the parser's words: they would quote what may be a secret.
      throw new BackupException(Failure.CLUSTER, what + ": the answer is no JSON");
    }
  }
}
