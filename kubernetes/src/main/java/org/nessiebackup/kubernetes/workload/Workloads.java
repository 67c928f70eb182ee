package org.nessiebackup.kubernetes.workload;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.kubernetes.cluster.Cluster;

/** Finds Nessie's workload and looks at it. */
public final class Workloads {
  private static final int NESSIE_PORT = 19120;
  private static final Set<String> PORT_NAMES = Set.of("nessie-http", "nessie-server");

  private final Cluster cluster;

  /** In a cluster. */
  public Workloads(Cluster cluster) {
    this.cluster = cluster;
  }

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
        found.addAll(
            query.name().map(name -> named(kind, name)).orElseGet(() -> labelled(kind, query)));
      }
    }
    return switch (found.size()) {
      case 0 ->
          throw new BackupException(
              Failure.WORKLOAD_NOT_FOUND,
              "there is no %s %s in the namespace \"%s\""
                  .formatted(kinds(query), query.inWords(), cluster.namespace()),
              "Name it by --workload, and its namespace by --namespace.");
      case 1 -> found.getFirst();
      default ->
          throw new BackupException(
              Failure.WORKLOAD_AMBIGUOUS,
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

  private List<Workload> labelled(WorkloadKind kind, WorkloadQuery query) {
    String what = "cannot list " + kind.resource();
    return switch (kind) {
      case DEPLOYMENT ->
          cluster
              .call(
                  what,
                  () ->
                      cluster
                          .client()
                          .apps()
                          .deployments()
                          .inNamespace(cluster.namespace())
                          .withLabelSelector(query.labels())
                          .list())
              .getItems()
              .stream()
              .map(Workloads::of)
              .toList();
      case STATEFUL_SET ->
          cluster
              .call(
                  what,
                  () ->
                      cluster
                          .client()
                          .apps()
                          .statefulSets()
                          .inNamespace(cluster.namespace())
                          .withLabelSelector(query.labels())
                          .list())
              .getItems()
              .stream()
              .map(Workloads::of)
              .toList();
    };
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
                new BackupException(
                    Failure.WORKLOAD_NOT_FOUND,
                    "there is no \"%s\" in the namespace \"%s\""
                        .formatted(name, name.namespace())));
  }

  private Optional<Workload> look(WorkloadName name) {
    // The client answers null for what is not there.
    return Optional.ofNullable(
        cluster.call(
            "cannot read \"%s\"".formatted(name),
            () ->
                switch (name.kind()) {
                  case DEPLOYMENT -> {
                    Deployment found = deployment(name).get();
                    yield found == null ? null : of(found);
                  }
                  case STATEFUL_SET -> {
                    StatefulSet found = statefulSet(name).get();
                    yield found == null ? null : of(found);
                  }
                }));
  }

  RollableScalableResource<? extends HasMetadata> resource(WorkloadName name) {
    return switch (name.kind()) {
      case DEPLOYMENT -> deployment(name);
      case STATEFUL_SET -> statefulSet(name);
    };
  }

  private RollableScalableResource<Deployment> deployment(WorkloadName name) {
    return cluster
        .client()
        .apps()
        .deployments()
        .inNamespace(name.namespace())
        .withName(name.name());
  }

  private RollableScalableResource<StatefulSet> statefulSet(WorkloadName name) {
    return cluster
        .client()
        .apps()
        .statefulSets()
        .inNamespace(name.namespace())
        .withName(name.name());
  }

  private static Workload of(Deployment found) {
    Optional<io.fabric8.kubernetes.api.model.apps.DeploymentStatus> status =
        Optional.ofNullable(found.getStatus());
    return of(
        WorkloadKind.DEPLOYMENT,
        found.getMetadata(),
        found.getSpec().getSelector(),
        found.getSpec().getTemplate(),
        new Numbers(
            found.getSpec().getReplicas(),
            status.map(s -> s.getReadyReplicas()).orElse(null),
            status.map(s -> s.getObservedGeneration()).orElse(null)));
  }

  private static Workload of(StatefulSet found) {
    Optional<io.fabric8.kubernetes.api.model.apps.StatefulSetStatus> status =
        Optional.ofNullable(found.getStatus());
    return of(
        WorkloadKind.STATEFUL_SET,
        found.getMetadata(),
        found.getSpec().getSelector(),
        found.getSpec().getTemplate(),
        new Numbers(
            found.getSpec().getReplicas(),
            status.map(s -> s.getReadyReplicas()).orElse(null),
            status.map(s -> s.getObservedGeneration()).orElse(null)));
  }

  /** Each may be null, as in the API: one replica, none ready, nothing seen yet. */
  private record Numbers(Integer replicas, Integer ready, Long observedGeneration) {}

  private static Workload of(
      WorkloadKind kind,
      ObjectMeta metadata,
      LabelSelector selector,
      PodTemplateSpec template,
      Numbers numbers) {
    long observed = numbers.observedGeneration() == null ? 0 : numbers.observedGeneration();
    return new Workload(
        new WorkloadName(kind, metadata.getNamespace(), metadata.getName()),
        metadata.getUid(),
        metadata.getResourceVersion(),
        metadata.getGeneration() == null || observed >= metadata.getGeneration(),
        numbers.replicas() == null ? 1 : numbers.replicas(),
        numbers.ready() == null ? 0 : numbers.ready(),
        LabelSelectors.text(selector),
        orEmpty(template.getMetadata() == null ? null : template.getMetadata().getLabels()),
        port(template),
        orEmpty(metadata.getLabels()),
        orEmpty(metadata.getAnnotations()));
  }

  private static Map<String, String> orEmpty(Map<String, String> map) {
    return map == null ? Map.of() : map;
  }

  /** Whether Nessie's charts call the port of its API so; null for one without a name. */
  public static boolean isApiPort(String name) {
    return name != null && PORT_NAMES.contains(name);
  }

  /** By the chart's names, else by its number, else the first that there is. */
  private static int port(PodTemplateSpec template) {
    List<ContainerPort> ports =
        template.getSpec().getContainers().stream()
            .map(Container::getPorts)
            .flatMap(List::stream)
            .toList();
    return ports.stream()
        .filter(port -> isApiPort(port.getName()))
        .findFirst()
        .or(() -> ports.stream().filter(p -> p.getContainerPort() == NESSIE_PORT).findFirst())
        .or(() -> ports.stream().findFirst())
        .map(ContainerPort::getContainerPort)
        .orElse(NESSIE_PORT);
  }
}
