package org.nessiebackup.kubernetes.exchange;

import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.kubernetes.api.ApiAccess;
import org.nessiebackup.kubernetes.api.ApiFinder;
import org.nessiebackup.kubernetes.cluster.Cluster;
import org.nessiebackup.kubernetes.cluster.Permissions;
import org.nessiebackup.kubernetes.lease.WorkloadLease;
import org.nessiebackup.kubernetes.workload.Checkpoint;
import org.nessiebackup.kubernetes.workload.CheckpointStore;
import org.nessiebackup.kubernetes.workload.EventReason;
import org.nessiebackup.kubernetes.workload.ExchangeAction;
import org.nessiebackup.kubernetes.workload.NamespaceContext;
import org.nessiebackup.kubernetes.workload.NamespaceInspector;
import org.nessiebackup.kubernetes.workload.Workload;
import org.nessiebackup.kubernetes.workload.WorkloadPermissions;
import org.nessiebackup.kubernetes.workload.Workloads;
import org.nessiebackup.swap.RestoreId;

/** Exchanges the catalog of a Nessie on Kubernetes, whatever takes its place. */
public final class NessieExchange {
  private final ExchangeContext context;
  private final ExchangeOptions options;

  /** Touches nothing yet. */
  public NessieExchange(ExchangeContext context, ExchangeOptions options) {
    this.context = context;
    this.options = options;
  }

  /**
   * Looks at Nessie and around it. Changes nothing.
   *
   * @throws BackupException {@link Failure#PERMISSION} with what is missing, {@link
   *     Failure#TARGET_GUARDED} if another kind of work was begun there and has not ended, {@link
   *     Failure#LOCKED} if somebody is at it
   */
  public ExchangePlan plan(ExchangeAction action) {
    Cluster cluster = context.cluster();
    context.interruptible().progress().step("looking at Nessie's workload", 0);
    Permissions permissions = new Permissions(cluster);
    ApiAccess access = ApiAccess.of(cluster, options.nessie().address().isPresent());
    permissions.require(WorkloadPermissions.toFind(options.query()));
    Workload workload = new Workloads(cluster).find(options.query());
    permissions.require(WorkloadPermissions.toExchange(workload.name(), access.permissions()));
    Optional<Checkpoint> state = new CheckpointStore(cluster).read(workload);
    state.filter(other -> other.action() != action).ifPresent(other -> refuse(workload, other));
    // Says so now if there is no way to ask Nessie later.
    new ApiFinder(cluster).open(workload, options.nessie().address(), options.nessie().token());
    NamespaceContext namespaceContext =
        new NamespaceInspector(cluster)
            .inspect(workload, state.isPresent() ? List.of() : options.pauseToo());
    ExchangePlan plan =
        new ExchangePlan(workload, state, namespaceContext, access, options.stopFirst());
    permissions.require(WorkloadPermissions.toPause(plan.cronJobs()));
    return plan;
  }

  /**
   * Refuses what would be about a work that another process is at. Only if that has died, there is
   * something to be finished or put back.
   *
   * @throws BackupException {@link Failure#LOCKED} with who it is
   */
  public void requireNobodyAtWork(Workload workload) {
    WorkloadLease.requireFree(
        context.cluster(),
        workload.name(),
        context.interruptible().owner(),
        options.terms().lease());
  }

  private void refuse(Workload workload, Checkpoint other) {
    requireNobodyAtWork(workload);
    String command = other.action().word() + " --kubernetes";
    throw new BackupException(
        Failure.TARGET_GUARDED,
        "on \"%s\" the work of another command has not ended: %s, begun at %s by \"%s\""
            .formatted(
                workload.name(), other.action().word(), other.startedAt(), other.startedBy()),
        "`%s` finishes it, `%s --abort` puts everything back.".formatted(command, command));
  }

  /**
   * A work that begins now.
   *
   * @param source what is brought in, as {@link Checkpoint} has it
   */
  public Checkpoint begin(
      ExchangePlan plan, CatalogExchange exchange, RestoreId work, Optional<String> source) {
    return new Checkpoint(
        work.value(),
        exchange.action(),
        source,
        exchange.catalog().schema(),
        ExchangeStep.PREPARING.word(),
        plan.replicas(),
        plan.cronJobs(),
        context.now(),
        context.interruptible().owner());
  }

  /**
   * The work that was begun.
   *
   * @throws BackupException {@link Failure#USAGE} if there is none
   */
  public Checkpoint begun(ExchangePlan plan, ExchangeAction action) {
    return plan.resumed()
        .orElseThrow(
            () ->
                new BackupException(
                    Failure.USAGE,
                    "no %s was begun on \"%s\" that could be put back"
                        .formatted(action.word(), plan.workload().name()),
                    "`undo --kubernetes` takes one back that has ended."));
  }

  /**
   * Does what a plan says, or goes on with what was begun.
   *
   * @throws BackupException with the failure that ended it; the message says how all is then
   */
  public ExchangeReport execute(ExchangePlan plan, CatalogExchange exchange, Checkpoint state) {
    return run(plan, exchange, state, ExchangeRun::forward);
  }

  /** Puts everything back that was begun. */
  public ExchangeReport abort(ExchangePlan plan, CatalogExchange exchange) {
    return run(plan, exchange, plan.resumed().orElseThrow(), ExchangeRun::abort);
  }

  private ExchangeReport run(
      ExchangePlan plan,
      CatalogExchange exchange,
      Checkpoint state,
      java.util.function.Function<ExchangeRun, ExchangeReport> direction) {
    Stopwatch watch = new Stopwatch(context.interruptible().clock());
    CheckpointStore states = new CheckpointStore(context.uninterruptibleCluster());
    try (WorkloadLease lease =
        WorkloadLease.acquire(
            context.cluster(),
            context.uninterruptibleCluster(),
            plan.workload().name(),
            context.interruptible().owner(),
            options.terms().lease())) {
      context.interruptible().cancellation().check();
      refuseOtherReplicas(plan);
      states.write(plan.workload().name(), plan.resumed(), state);
      CheckpointWriter record =
          new CheckpointWriter(states, plan.workload().name(), lease, watch, state);
      ExchangeRun run = new ExchangeRun(context, plan, options, exchange, record, watch);
      emitStart(plan, state);
      return direction.apply(run);
    }
  }

  /** The plan may be some minutes old, if a person was asked. */
  private void refuseOtherReplicas(ExchangePlan plan) {
    int replicas = new Workloads(context.cluster()).read(plan.workload().name()).replicas();
    if (plan.resumed().isEmpty() && replicas != plan.replicas()) {
      throw new BackupException(
          Failure.LOCKED,
          "\"%s\" was scaled from %d to %d since the plan was made"
              .formatted(plan.workload().name(), plan.replicas(), replicas),
          "Nothing was changed. Run the command again.");
    }
  }

  private void emitStart(ExchangePlan plan, Checkpoint state) {
    Controls.of(context.uninterruptibleCluster(), options.terms().scaling())
        .events()
        .emit(
            plan.workload(),
            EventReason.RESTORE_STARTED,
            "%s %s%s by %s"
                .formatted(
                    state.action().word(),
                    plan.resumed().isPresent() ? "goes on" : "begins",
                    state.source().map(source -> " with " + source).orElse(""),
                    context.interruptible().owner()));
  }
}
