package org.nessiebackup.kubernetes.cluster;

import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Objects of the namespace as the API server gives them, for those who need some of their fields
 * only. What is refused is a {@link Failure#PERMISSION}.
 */
public record ClusterObjects(Cluster cluster) {
  private static final int CONFLICTS = 10;
  private static final JsonMapper JSON = new JsonMapper();

  /** One of a name; empty if there is none. */
  public Optional<JsonNode> get(ObjectKind kind, String name) {
    return read("cannot read the " + title(kind, name), uri(kind, name));
  }

  /**
   * A part of one.
   *
   * @param part such as {@code scale}
   */
  public Optional<JsonNode> get(ObjectKind kind, String name, String part) {
    String what = "cannot read the %s of the %s".formatted(part, title(kind, name));
    return read(what, uri(kind, name) + "/" + part);
  }

  private static String title(ObjectKind kind, String name) {
    return "%s \"%s\"".formatted(kind.kind(), name);
  }

  /** The client gives null for what does not exist. */
  private Optional<JsonNode> read(String what, String uri) {
    return Optional.ofNullable(cluster.call(what, () -> cluster.client().raw(uri)))
        .map(text -> parse(text, what));
  }

  /** All that the selector finds; an empty one finds all. */
  public List<JsonNode> list(ObjectKind kind, String selector) {
    String what = "cannot list the objects of kind " + kind.kind();
    String query = selector.isEmpty() ? "" : "?labelSelector=" + encoded(selector);
    List<JsonNode> found = new ArrayList<>();
    read(what, kind.path(cluster.namespace()) + query)
        .ifPresent(list -> list.path("items").forEach(found::add));
    return found;
  }

  /** Makes one; empty if there is one of its name. */
  public Optional<JsonNode> create(ObjectKind kind, JsonNode object) {
    String name = object.at("/metadata/name").asString("");
    return send(
        "cannot create the " + title(kind, name), "POST", kind.path(cluster.namespace()), object);
  }

  /** Replaces one, if it is still at the version of the object; empty if it is not. */
  public Optional<JsonNode> replace(ObjectKind kind, String name, JsonNode object) {
    return send("cannot update the " + title(kind, name), "PUT", uri(kind, name), object);
  }

  /** The same for a part of one, such as {@code scale}. */
  public Optional<JsonNode> replace(ObjectKind kind, String name, String part, JsonNode object) {
    return send(
        "cannot update the %s of the %s".formatted(part, title(kind, name)),
        "PUT",
        uri(kind, name) + "/" + part,
        object);
  }

  private Optional<JsonNode> send(String what, String method, String uri, JsonNode object) {
    return cluster
        .change(what, () -> cluster.client().raw(uri, method, object.toString()))
        .map(text -> parse(text, what));
  }

  /**
   * Reads and changes an object until nobody else is quicker.
   *
   * @param change reads it; true when it is as it should be, false if a change has met a conflict
   * @param exhausted what to throw if it changes all the time
   */
  public static void retryOnConflict(BooleanSupplier change, Supplier<BackupException> exhausted) {
    for (int attempt = 1; attempt <= CONFLICTS; attempt++) {
      if (change.getAsBoolean()) {
        return;
      }
    }
    throw exhausted.get();
  }

  /** The beginning of a change to an object, which is done at this version of it only. */
  public static ObjectNode patchOf(String version) {
    ObjectNode patch = JSON.createObjectNode();
    patch.putObject("metadata").put("resourceVersion", version);
    return patch;
  }

  /** Merges members into one, if it is still at the version of the patch; else false. */
  public boolean patch(ObjectKind kind, String name, JsonNode patch) {
    return cluster
        .change(
            "cannot change the " + title(kind, name),
            () ->
                cluster
                    .client()
                    .genericKubernetesResources(kind.definition())
                    .inNamespace(cluster.namespace())
                    .withName(name)
                    .patch(PatchContext.of(PatchType.JSON_MERGE), patch.toString()))
        .isPresent();
  }

  /**
   * The last lines that a container has written; empty if there are none.
   *
   * @param former of its run before
   */
  public String log(String pod, String container, int lines, boolean former) {
    String uri =
        "%s/log?container=%s&tailLines=%d&previous=%s"
            .formatted(uri(ObjectKind.POD, pod), encoded(container), lines, former);
    String log =
        cluster.call(
            "cannot read the log of the pod \"%s\"".formatted(pod),
            () -> cluster.client().raw(uri));
    return log == null ? "" : log.strip();
  }

  /**
   * All that a pod's first container has written.
   *
   * @param most so many bytes, from its beginning
   */
  public String wholeLog(String pod, int most) {
    String uri = "%s/log?limitBytes=%d".formatted(uri(ObjectKind.POD, pod), most);
    String log =
        cluster.call(
            "cannot read the log of the pod \"%s\"".formatted(pod),
            () -> cluster.client().raw(uri));
    return log == null ? "" : log;
  }

  String uri(ObjectKind kind, String name) {
    return kind.path(cluster.namespace()) + "/" + encoded(name);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static JsonNode parse(String text, String what) {
    try {
      return JSON.readTree(text);
    } catch (JacksonException e) {
      // Not the parser's words: they would quote what may be a secret.
      throw Failure.CLUSTER.exception(what + ": the answer is no JSON");
    }
  }
}
