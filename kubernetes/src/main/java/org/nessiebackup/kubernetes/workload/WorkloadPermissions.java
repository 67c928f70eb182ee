package org.nessiebackup.kubernetes.workload;

import java.util.List;
import java.util.stream.Stream;
import org.nessiebackup.kubernetes.cluster.Permission;
import org.nessiebackup.kubernetes.cluster.Permissions;

/** What each kind of work on a workload needs to be allowed. */
public final class WorkloadPermissions {
  private static final String CORE = "";
  private static final String APPS = "apps";
  private static final String BATCH = "batch";
  private static final String LEASES = "coordination.k8s.io";

  private WorkloadPermissions() {}

  /** To find the workload that is meant. */
  public static List<Permission> toFind(WorkloadQuery query) {
    return Stream.of(WorkloadKind.values())
        .filter(query::wants)
        .map(
            kind ->
                query
                    .name()
                    .map(name -> new Permission(APPS, kind.resource(), "get").on(name))
                    .orElseGet(() -> new Permission(APPS, kind.resource(), "list")))
        .toList();
  }

  /** To look at a workload that was found, and around it. */
  public static List<Permission> toLook(WorkloadName workload) {
    return Stream.of(
            on(workload.name(), Permissions.of(APPS, workload.kind().resource(), "get")),
            Permissions.of(CORE, "pods", "list"),
            Permissions.of(CORE, "pods/log", "get"),
            Permissions.of("autoscaling", "horizontalpodautoscalers", "list"),
            Permissions.of("policy", "poddisruptionbudgets", "list"),
            Permissions.of(BATCH, "cronjobs", "list"),
            Permissions.of(BATCH, "jobs", "list"))
        .flatMap(List::stream)
        .toList();
  }

  /**
   * To exchange a workload's catalog, by a restore, an undo or a reset: inspect, stop and start it,
   * keep checkpoints, emit events.
   *
   * @param api what the way to Nessie's API needs
   */
  public static List<Permission> toExchange(WorkloadName workload, List<Permission> api) {
    String kind = workload.kind().resource();
    return Stream.of(
            toLook(workload),
            on(workload.name(), Permissions.of(APPS, kind, "patch")),
            on(workload.name(), Permissions.of(APPS, kind + "/scale", "get", "update")),
            Permissions.of(LEASES, "leases", "create"),
            on(workload.leaseName(), Permissions.of(LEASES, "leases", "get", "update")),
            Permissions.of(CORE, "events", "create"),
            api)
        .flatMap(List::stream)
        .toList();
  }

  /** To pause CronJobs, and to put them back. */
  public static List<Permission> toPause(List<PausedCronJob> cronJobs) {
    return cronJobs.stream()
        .flatMap(job -> on(job.name(), Permissions.of(BATCH, "cronjobs", "get", "patch")).stream())
        .toList();
  }

  private static List<Permission> on(String name, List<Permission> permissions) {
    return permissions.stream().map(permission -> permission.on(name)).toList();
  }
}
