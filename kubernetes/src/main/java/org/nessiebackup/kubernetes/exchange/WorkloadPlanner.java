package org.nessiebackup.kubernetes.exchange;

import java.util.List;
import java.util.Optional;
import org.nessiebackup.Failure;
import org.nessiebackup.kubernetes.api.ApiAccess;
import org.nessiebackup.kubernetes.api.ApiFinder;
import org.nessiebackup.kubernetes.cluster.Cluster;
import org.nessiebackup.kubernetes.cluster.Permission;
import org.nessiebackup.kubernetes.cluster.Permissions;
import org.nessiebackup.kubernetes.lease.WorkloadLease;
import org.nessiebackup.kubernetes.workload.Checkpoint;
import org.nessiebackup.kubernetes.workload.CheckpointStore;
import org.nessiebackup.kubernetes.workload.ExchangeAction;
import org.nessiebackup.kubernetes.workload.NamespaceInspector;
import org.nessiebackup.kubernetes.workload.Workload;
import org.nessiebackup.kubernetes.workload.WorkloadPermissions;
import org.nessiebackup.kubernetes.workload.Workloads;

/** Inspects Nessie and its namespace, and decides what an exchange does there. Changes nothing. */
record WorkloadPlanner(ExchangeContext context, ExchangeOptions options) {
  WorkloadPlan plan(ExchangeAction action) {
    boolean addressed = options.nessie().address().isPresent();
    WorkloadPlan plan = plan(action, ApiAccess.of(context.cluster(), addressed).permissions());
    // Says so now if there is no way to ask Nessie later.
    new ApiFinder(context.cluster())
        .open(plan.workload(), options.nessie().address(), options.nessie().token());
    return plan;
  }

  /** The same for a Nessie that nobody will ask anything. */
  WorkloadPlan planToStop(ExchangeAction action) {
    return plan(action, List.of());
  }

  private WorkloadPlan plan(ExchangeAction action, List<Permission> api) {
    Cluster cluster = context.cluster();
    context.interruptible().progress().step("looking at Nessie's workload", 0);
    Permissions permissions = new Permissions(cluster);
    permissions.require(WorkloadPermissions.toFind(options.query()));
    Workload workload = new Workloads(cluster).find(options.query());
    permissions.require(WorkloadPermissions.toExchange(workload.name(), api));
    Optional<Checkpoint> begun = new CheckpointStore(cluster).read(workload);
    begun
        .filter(other -> other.action() != action)
        .ifPresent(
            other ->
                refuse(workload, other, "the work of another command", other.action().label()));
    WorkloadPlan plan =
        new WorkloadPlan(
            action,
            workload,
            begun,
            new NamespaceInspector(cluster)
                .inspect(workload, begun.isPresent() ? List.of() : options.pauseToo()),
            options.stopFirst());
    permissions.require(WorkloadPermissions.toPause(plan.cronJobs()));
    return plan;
  }

  /**
   * Refuses to go on with what somebody has begun. Only if that process has died, there is
   * something to be finished or put back.
   *
   * @param what it is, in words
   * @param name names it
   */
  void refuse(Workload workload, Checkpoint begun, String what, String name) {
    WorkloadLease.requireFree(
        context.cluster(),
        workload.name(),
        context.interruptible().owner(),
        options.terms().lease());
    String command = begun.action().command() + " --kubernetes";
    throw Failure.TARGET_GUARDED.exception(
        "on \"%s\" %s has not ended: %s, begun at %s by \"%s\""
            .formatted(workload.name(), what, name, begun.startedAt(), begun.startedBy()),
        "`%s` finishes it, `%s --abort` puts everything back.".formatted(command, command));
  }
}
