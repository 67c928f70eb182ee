package org.nessiebackup.kubernetes.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.kubernetes.cluster.Cluster;
import org.nessiebackup.kubernetes.cluster.ClusterObjects;
import org.nessiebackup.kubernetes.cluster.ObjectFields;
import tools.jackson.databind.JsonNode;

/** Finds Nessie's workload and looks at it. */
public record Workloads(Cluster cluster) {
  private static final int NESSIE_PORT = 19120;
  private static final Set<String> PORT_NAMES = Set.of("nessie-http", "nessie-server");

  /**
   * Finds the one that is meant.
   *
   * @throws BackupException {@link Failure#WORKLOAD_NOT_FOUND} if there is none, {@link
   *     Failure#WORKLOAD_AMBIGUOUS} if there are several, naming them
   */
  public Workload find(WorkloadQuery query) {
    List<Workload> found = new ArrayList<>();
    for (WorkloadKind kind : WorkloadKind.values()) {
      if (query.wants(kind)) {
        found.addAll(query.name().map(name -> named(kind, name)).orElseGet(() -> labelled(kind)));
      }
    }
    return switch (found.size()) {
      case 0 ->
          throw Failure.WORKLOAD_NOT_FOUND.exception(
              "there is no %s %s in the namespace \"%s\""
                  .formatted(kinds(query), query.inWords(), cluster.namespace()),
              "Name it by --workload, and its namespace by --namespace.");
      case 1 -> found.getFirst();
      default ->
          throw Failure.WORKLOAD_AMBIGUOUS.exception(
              "there are several workloads %s in the namespace \"%s\": %s"
                  .formatted(
                      query.inWords(),
                      cluster.namespace(),
                      found.stream()
                          .map(workload -> "\"" + workload.name() + "\"")
                          .collect(Collectors.joining(", "))),
              "Say which one by --workload.");
    };
  }

  private static String kinds(WorkloadQuery query) {
    return query.kind().map(WorkloadKind::kind).orElse("Deployment or StatefulSet");
  }

  private List<Workload> named(WorkloadKind kind, String name) {
    return look(new WorkloadName(kind, cluster.namespace(), name)).stream().toList();
  }

  private List<Workload> labelled(WorkloadKind kind) {
    return new ClusterObjects(cluster)
        .list(kind.objects(), WorkloadQuery.LABELS).stream()
            .map(found -> workload(kind, found))
            .toList();
  }

  /**
   * How it is now.
   *
   * @throws BackupException {@link Failure#WORKLOAD_NOT_FOUND} if it is gone
   */
  public Workload read(WorkloadName name) {
    return look(name)
        .orElseThrow(
            () ->
                Failure.WORKLOAD_NOT_FOUND.exception(
                    "there is no \"%s\" in the namespace \"%s\""
                        .formatted(name, name.namespace())));
  }

  private Optional<Workload> look(WorkloadName name) {
    return new ClusterObjects(cluster)
        .get(name.kind().objects(), name.name())
        .map(found -> workload(name.kind(), found));
  }

  /** What is absent is as in the API: one replica, none ready, nothing observed yet. */
  private static Workload workload(WorkloadKind kind, JsonNode found) {
    JsonNode metadata = found.path("metadata");
    JsonNode template = found.at("/spec/template");
    long observed = found.at("/status/observedGeneration").asLong(0);
    return new Workload(
        new WorkloadName(
            kind, metadata.path("namespace").asString(""), metadata.path("name").asString("")),
        metadata.path("uid").asString(""),
        metadata.path("resourceVersion").asString(""),
        new Workload.Scale(
            found.at("/spec/replicas").asInt(1),
            found.at("/status/readyReplicas").asInt(0),
            observed >= metadata.path("generation").asLong(0)),
        new Workload.Template(
            LabelSelectors.text(found.at("/spec/selector")),
            ObjectFields.texts(template.at("/metadata/labels")),
            port(template)),
        ObjectFields.texts(metadata.path("labels")),
        ObjectFields.texts(metadata.path("annotations")));
  }

  /** Whether Nessie's charts call the port of its API so. */
  public static boolean isApiPort(String name) {
    return PORT_NAMES.contains(name);
  }

  /** By the chart's names, else by its number, else the first that there is. */
  private static int port(JsonNode template) {
    List<JsonNode> ports =
        template
            .at("/spec/containers")
            .valueStream()
            .flatMap(container -> container.path("ports").valueStream())
            .toList();
    return ports.stream()
        .filter(port -> isApiPort(port.path("name").asString("")))
        .findFirst()
        .or(() -> ports.stream().filter(port -> number(port) == NESSIE_PORT).findFirst())
        .or(() -> ports.stream().findFirst())
        .map(Workloads::number)
        .orElse(NESSIE_PORT);
  }

  private static int number(JsonNode port) {
    return port.path("containerPort").asInt(0);
  }
}
