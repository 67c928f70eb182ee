package org.nessiebackup.kubernetes.request;

import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Consumer;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.kubernetes.cluster.Cluster;
import org.nessiebackup.kubernetes.cluster.ClusterObjects;
import org.nessiebackup.kubernetes.cluster.ObjectFields;
import org.nessiebackup.kubernetes.cluster.ObjectKind;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A resource by which somebody asks an operator for something. It stays: it says who has asked, and
 * what came of it.
 *
 * @param cluster where it is
 * @param kind of it
 * @param name of it
 */
public record Request(Cluster cluster, ObjectKind kind, String name) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss").withZone(ZoneOffset.UTC);

  /**
   * Makes one.
   *
   * @param spec what is asked for, see {@link DeclaredCatalog#spec}
   * @throws BackupException {@link Failure#CLUSTER} if somebody asks for something else about the
   *     same catalog in the same second
   */
  public static Request make(DeclaredCatalog catalog, ObjectKind kind, ObjectNode spec) {
    Cluster cluster = catalog.cluster();
    String name = catalog.name() + "-" + TIME.format(cluster.now());
    ObjectNode object = kind.object();
    object.putObject("metadata").put("name", name).put("namespace", cluster.namespace());
    object.set("spec", spec);
    Request made = new Request(cluster, kind, name);
    // Where an answer was lost, it is there already, and is ours.
    if (made.objects().create(kind, object).isEmpty() && !made.read().path("spec").equals(spec)) {
      throw Failure.CLUSTER.exception(
          "somebody else has made the %s \"%s\"".formatted(kind.kind(), name), "Try it again.");
    }
    return made;
  }

  /** The restore whose plan has a digest; empty if there is none. */
  public static Optional<Request> planned(Cluster cluster, String digest) {
    return new ClusterObjects(cluster)
        .list(ObjectKind.NESSIE_RESTORE, "").stream()
            .filter(each -> each.at("/status/planDigest").asString("").equals(digest))
            .findFirst()
            .map(each -> restore(cluster, each));
  }

  /** The newest restore of a catalog that can be taken back; empty if there is none. */
  public static Optional<Request> undoable(DeclaredCatalog catalog) {
    return new ClusterObjects(catalog.cluster())
        .list(ObjectKind.NESSIE_RESTORE, "").stream()
            .filter(catalog::isOf)
            .filter(each -> ObjectFields.condition(each, "Complete", "True").isPresent())
            .filter(each -> ObjectFields.text(each.at("/status/keptSchema")).isPresent())
            .filter(each -> !each.at("/spec/undo").asBoolean(false))
            .max(Comparator.comparing(each -> each.at("/status/completedAt").asString("")))
            .map(each -> restore(catalog.cluster(), each));
  }

  private static Request restore(Cluster cluster, JsonNode object) {
    return new Request(cluster, ObjectKind.NESSIE_RESTORE, ObjectFields.name(object));
  }

  /**
   * As it is now.
   *
   * @throws BackupException {@link Failure#CLUSTER} if it is not there
   */
  public JsonNode read() {
    return objects()
        .get(kind, name)
        .orElseThrow(
            () -> Failure.CLUSTER.exception("there is no %s \"%s\"".formatted(kind.kind(), name)));
  }

  /** Has a restore carried out as it was planned. */
  public void approve(String digest) {
    ObjectNode patch = kind.object().objectNode();
    patch.putObject("spec").put("approval", digest);
    objects().patch(kind, name, patch);
  }

  /** Has a restore taken back. */
  public void undo() {
    ObjectNode patch = kind.object().objectNode();
    patch.putObject("spec").put("undo", true);
    objects().patch(kind, name, patch);
  }

  /**
   * Waits for what the operator says. It goes on whether somebody waits or not.
   *
   * @param limit how long
   * @param lines is told what the pod says that does it, where that may be read
   * @throws BackupException {@link Failure#CLUSTER} if no operator looks at it, if it takes longer
   *     than the limit, or if somebody removes it
   */
  public RequestResult await(RequestStep step, Duration limit, Consumer<String> lines) {
    return new AwaitedRequest(this, step, lines).await(limit);
  }

  ClusterObjects objects() {
    return new ClusterObjects(cluster);
  }
}
