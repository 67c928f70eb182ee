package org.nessiebackup.kubernetes.workload;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.kubernetes.cluster.Cluster;

/** Looks around a workload before it is stopped; changes nothing. */
public final class NamespaceInspector {
  /** A CronJob that carries it with the value {@code true} is paused. */
  public static final String PAUSE_LABEL = "nessie-backup.org/pause";

  private static final Set<String> WRITERS =
      Set.of("gc", "cleanup", "cleaner", "expire", "expiry", "maintenance");
  private static final String KEDA = "scaledobject.keda.sh/name";

  private final Cluster cluster;

  /** In a cluster. */
  public NamespaceInspector(Cluster cluster) {
    this.cluster = cluster;
  }

  /**
   * Looks.
   *
   * @param pauseToo names of CronJobs that must pause, besides those with the label {@link
   *     #PAUSE_LABEL} and those whose names say that they clean up Nessie, such as {@code
   *     nessie-gc}
   * @throws BackupException {@link Failure#WORKLOAD_NOT_FOUND} if one of the names is none
   */
  public NamespaceContext look(Workload workload, List<String> pauseToo) {
    List<CronJob> cronJobs = toPause(pauseToo);
    return new NamespaceContext(
        autoscalers(workload),
        disruptionBudgets(workload),
        GitOpsOwner.of(workload.labels(), workload.annotations()),
        cronJobs.stream()
            .map(
                job ->
                    new PausedCronJob(name(job), Optional.ofNullable(job.getSpec().getSuspend())))
            .toList(),
        runningJobs(cronJobs));
  }

  private static String name(HasMetadata object) {
    return object.getMetadata().getName();
  }

  private List<Autoscaler> autoscalers(Workload workload) {
    return cluster
        .call(
            "cannot list horizontalpodautoscalers",
            () ->
                cluster
                    .client()
                    .autoscaling()
                    .v2()
                    .horizontalPodAutoscalers()
                    .inNamespace(cluster.namespace())
                    .list())
        .getItems()
        .stream()
        .filter(scaler -> isOf(scaler, workload.name()))
        .map(NamespaceInspector::autoscaler)
        .toList();
  }

  private static boolean isOf(HorizontalPodAutoscaler scaler, WorkloadName name) {
    return scaler.getSpec().getScaleTargetRef().getKind().equals(name.kind().kind())
        && scaler.getSpec().getScaleTargetRef().getName().equals(name.name());
  }

  private static Autoscaler autoscaler(HorizontalPodAutoscaler scaler) {
    Integer minimum = scaler.getSpec().getMinReplicas();
    Map<String, String> labels = scaler.getMetadata().getLabels();
    return new Autoscaler(
        name(scaler),
        minimum == null ? 1 : minimum,
        scaler.getSpec().getMaxReplicas(),
        Optional.ofNullable(labels).map(all -> all.get(KEDA)));
  }

  private List<String> disruptionBudgets(Workload workload) {
    return cluster
        .call(
            "cannot list poddisruptionbudgets",
            () ->
                cluster
                    .client()
                    .policy()
                    .v1()
                    .podDisruptionBudget()
                    .inNamespace(cluster.namespace())
                    .list())
        .getItems()
        .stream()
        .filter(
            budget -> LabelSelectors.matches(budget.getSpec().getSelector(), workload.podLabels()))
        .map(NamespaceInspector::name)
        .toList();
  }

  private List<CronJob> toPause(List<String> pauseToo) {
    List<CronJob> all =
        cluster
            .call(
                "cannot list cronjobs",
                () ->
                    cluster
                        .client()
                        .batch()
                        .v1()
                        .cronjobs()
                        .inNamespace(cluster.namespace())
                        .list())
            .getItems();
    Set<String> missing = new HashSet<>(pauseToo);
    all.forEach(job -> missing.remove(name(job)));
    if (!missing.isEmpty()) {
      throw new BackupException(
          Failure.WORKLOAD_NOT_FOUND,
          "there is no CronJob \"%s\" in the namespace \"%s\""
              .formatted(missing.iterator().next(), cluster.namespace()),
          "\"kubectl get cronjobs\" lists those that there are.");
    }
    return all.stream().filter(job -> pauseToo.contains(name(job)) || mustPause(job)).toList();
  }

  private static boolean mustPause(CronJob job) {
    Map<String, String> labels = job.getMetadata().getLabels();
    String asked = labels == null ? null : labels.get(PAUSE_LABEL);
    // The label decides either way; else the words of the name do.
    return asked == null ? cleansUpNessie(name(job)) : asked.equals("true");
  }

  private static boolean cleansUpNessie(String name) {
    List<String> words = Arrays.asList(name.split("[-.]"));
    return words.contains("nessie")
        && !words.contains("backup")
        && words.stream().anyMatch(WRITERS::contains);
  }

  private List<String> runningJobs(List<CronJob> cronJobs) {
    Set<String> owners =
        cronJobs.stream().map(NamespaceInspector::name).collect(Collectors.toUnmodifiableSet());
    if (owners.isEmpty()) {
      return List.of();
    }
    return cluster
        .call(
            "cannot list jobs",
            () -> cluster.client().batch().v1().jobs().inNamespace(cluster.namespace()).list())
        .getItems()
        .stream()
        .filter(job -> runs(job) && belongsTo(job, owners))
        .map(NamespaceInspector::name)
        .toList();
  }

  private static boolean runs(Job job) {
    return job.getStatus() != null
        && job.getStatus().getActive() != null
        && job.getStatus().getActive() > 0;
  }

  private static boolean belongsTo(Job job, Set<String> owners) {
    return job.getMetadata().getOwnerReferences().stream()
        .anyMatch(owner -> owner.getKind().equals("CronJob") && owners.contains(owner.getName()));
  }
}
