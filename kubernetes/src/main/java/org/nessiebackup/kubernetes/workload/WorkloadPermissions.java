package org.nessiebackup.kubernetes.workload;

import java.util.List;
import java.util.stream.Stream;
import org.nessiebackup.kubernetes.cluster.ObjectKind;
import org.nessiebackup.kubernetes.cluster.Permission;

/** What each kind of work on a workload needs to be allowed. */
public final class WorkloadPermissions {
  private WorkloadPermissions() {}

  /** To find the workload that is meant. */
  public static List<Permission> toFind(WorkloadQuery query) {
    return Stream.of(WorkloadKind.values())
        .filter(query::wants)
        .map(
            kind ->
                query
                    .name()
                    .map(name -> kind.objects().permission("get").on(name))
                    .orElseGet(() -> kind.objects().permission("list")))
        .toList();
  }

  /** To look at a workload that was found, and around it. */
  public static List<Permission> toLook(WorkloadName workload) {
    return List.of(
        workload.kind().objects().permission("get").on(workload.name()),
        ObjectKind.POD.permission("list"),
        new Permission("", "pods/log", "get"),
        ObjectKind.AUTOSCALER.permission("list"),
        ObjectKind.DISRUPTION_BUDGET.permission("list"),
        ObjectKind.CRON_JOB.permission("list"),
        ObjectKind.JOB.permission("list"));
  }

  /**
   * To exchange a workload's catalog, by a restore, an undo or a reset: inspect, stop and start it,
   * keep checkpoints, emit events.
   *
   * @param api what the way to Nessie's API needs
   */
  public static List<Permission> toExchange(WorkloadName workload, List<Permission> api) {
    ObjectKind kind = workload.kind().objects();
    String scale = kind.resource() + "/scale";
    List<Permission> changes =
        List.of(
            kind.permission("patch").on(workload.name()),
            new Permission("apps", scale, "get").on(workload.name()),
            new Permission("apps", scale, "update").on(workload.name()),
            ObjectKind.LEASE.permission("create"),
            ObjectKind.LEASE.permission("get").on(workload.leaseName()),
            ObjectKind.LEASE.permission("update").on(workload.leaseName()),
            ObjectKind.EVENT.permission("create"));
    return Stream.of(toLook(workload), changes, api).flatMap(List::stream).toList();
  }

  /** To pause CronJobs, and to put them back. */
  public static List<Permission> toPause(List<PausedCronJob> cronJobs) {
    return cronJobs.stream()
        .flatMap(
            job ->
                Stream.of("get", "patch")
                    .map(verb -> ObjectKind.CRON_JOB.permission(verb).on(job.name())))
        .toList();
  }
}
