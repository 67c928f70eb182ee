package org.nessiebackup.kubernetes.workload;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.kubernetes.cluster.Cluster;
import org.nessiebackup.kubernetes.cluster.ClusterObjects;
import org.nessiebackup.kubernetes.cluster.ObjectFields;
import org.nessiebackup.kubernetes.cluster.ObjectKind;
import tools.jackson.databind.JsonNode;

/** Inspects the namespace around a workload before it is stopped; changes nothing. */
public record NamespaceInspector(Cluster cluster) {
  /** A CronJob that carries it with the value {@code true} is paused. */
  public static final String PAUSE_LABEL = "nessie-backup.org/pause";

  private static final Set<String> WRITERS =
      Set.of("gc", "cleanup", "cleaner", "expire", "expiry", "maintenance");
  private static final String KEDA = "scaledobject.keda.sh/name";

  /**
   * What has to do with a workload.
   *
   * @param pauseToo names of CronJobs that must pause, besides those with the label {@link
   *     #PAUSE_LABEL} and those whose names say that they clean up Nessie, such as {@code
   *     nessie-gc}
   * @throws BackupException {@link Failure#WORKLOAD_NOT_FOUND} if one of the names is none
   */
  public NamespaceContext inspect(Workload workload, List<String> pauseToo) {
    List<JsonNode> cronJobs = toPause(pauseToo);
    return new NamespaceContext(
        autoscalers(workload.name()),
        disruptionBudgets(workload),
        GitOpsOwner.of(workload.labels(), workload.annotations()),
        cronJobs.stream()
            .map(job -> new PausedCronJob(ObjectFields.name(job), CronJobs.suspended(job)))
            .toList(),
        runningJobs(cronJobs));
  }

  private Stream<JsonNode> all(ObjectKind kind) {
    return new ClusterObjects(cluster).list(kind, "").stream();
  }

  private static Optional<String> label(JsonNode object, String label) {
    return object.at("/metadata/labels").path(label).stringValueOpt();
  }

  private List<Autoscaler> autoscalers(WorkloadName workload) {
    return all(ObjectKind.AUTOSCALER)
        .filter(scaler -> isOf(scaler.at("/spec/scaleTargetRef"), workload))
        .map(
            scaler ->
                new Autoscaler(
                    ObjectFields.name(scaler),
                    scaler.at("/spec/minReplicas").asInt(1),
                    scaler.at("/spec/maxReplicas").asInt(0),
                    label(scaler, KEDA)))
        .toList();
  }

  private static boolean isOf(JsonNode target, WorkloadName workload) {
    return target.path("kind").asString("").equals(workload.kind().kind())
        && target.path("name").asString("").equals(workload.name());
  }

  private List<String> disruptionBudgets(Workload workload) {
    return all(ObjectKind.DISRUPTION_BUDGET)
        .filter(
            budget ->
                LabelSelectors.matches(budget.at("/spec/selector"), workload.template().labels()))
        .map(ObjectFields::name)
        .toList();
  }

  private List<JsonNode> toPause(List<String> pauseToo) {
    List<JsonNode> all = all(ObjectKind.CRON_JOB).toList();
    Set<String> missing = new HashSet<>(pauseToo);
    all.forEach(job -> missing.remove(ObjectFields.name(job)));
    if (!missing.isEmpty()) {
      throw Failure.WORKLOAD_NOT_FOUND.exception(
          "there is no CronJob \"%s\" in the namespace \"%s\""
              .formatted(missing.iterator().next(), cluster.namespace()),
          "\"kubectl get cronjobs\" lists those that there are.");
    }
    return all.stream()
        .filter(job -> pauseToo.contains(ObjectFields.name(job)) || mustPause(job))
        .toList();
  }

  /** The label decides either way; else the words of the name do. */
  private static boolean mustPause(JsonNode job) {
    return label(job, PAUSE_LABEL)
        .map("true"::equals)
        .orElseGet(() -> cleansUpNessie(ObjectFields.name(job)));
  }

  private static boolean cleansUpNessie(String name) {
    List<String> words = Arrays.asList(name.split("[-.]"));
    return words.contains("nessie")
        && !words.contains("backup")
        && words.stream().anyMatch(WRITERS::contains);
  }

  private List<String> runningJobs(List<JsonNode> cronJobs) {
    Set<String> owners =
        cronJobs.stream().map(ObjectFields::name).collect(Collectors.toUnmodifiableSet());
    if (owners.isEmpty()) {
      return List.of();
    }
    return all(ObjectKind.JOB)
        .filter(
            job ->
                job.at("/status/active").asInt(0) > 0
                    && ObjectFields.isOwnedBy(job, ObjectKind.CRON_JOB, owners))
        .map(ObjectFields::name)
        .toList();
  }
}
