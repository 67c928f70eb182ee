package org.nessiebackup.kubernetes.exchange;

import java.util.function.Function;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.kubernetes.lease.WorkloadLease;
import org.nessiebackup.kubernetes.workload.Checkpoint;
import org.nessiebackup.kubernetes.workload.CheckpointStore;
import org.nessiebackup.kubernetes.workload.ExchangeAction;
import org.nessiebackup.kubernetes.workload.WorkloadName;
import org.nessiebackup.kubernetes.workload.Workloads;

/**
 * Exchanges the catalog of a Nessie on Kubernetes and takes care of Nessie meanwhile: makes ready
 * what comes while Nessie serves, stops it, exchanges, starts it and compares what it shows. A run
 * that was killed is taken up again by the next one.
 *
 * @param context the cluster and the database
 * @param options how Nessie is treated
 * @param exchange what takes the catalog's place
 * @param <P> the database's own plan
 * @param <R> the database's own report
 */
public record WorkloadExchange<P, R>(
    ExchangeContext context, ExchangeOptions options, CatalogExchange<P, R> exchange) {

  private WorkloadPlanner planner() {
    return new WorkloadPlanner(context, options);
  }

  /** Which kind of exchange this is. */
  public ExchangeAction action() {
    return exchange.action();
  }

  /**
   * What would be done, or how an exchange goes on that was begun. Changes nothing.
   *
   * @throws BackupException {@link Failure#PERMISSION} with what is missing, {@link
   *     Failure#TARGET_GUARDED} if another exchange was begun there and has not ended, {@link
   *     Failure#LOCKED} if somebody is at it
   */
  public ExchangePlan<P> plan() {
    WorkloadPlan workload = planner().plan(exchange.action());
    return new ExchangePlan<>(
        workload.resumed().map(begun -> resume(workload, begun)).orElseGet(exchange::plan),
        workload);
  }

  private CatalogPlan<P> resume(WorkloadPlan workload, Checkpoint begun) {
    if (!exchange.continues(begun)) {
      planner()
          .refuse(
              workload.workload(),
              begun,
              "the %s of another backup".formatted(begun.action().label()),
              begun.source().orElseThrow());
    }
    return exchange.resume(begun);
  }

  /**
   * Refuses a plan that was not confirmed; an exchange that was begun has been confirmed.
   *
   * @throws BackupException {@link Failure#TARGET_GUARDED}
   */
  public void requireConfirmed(ExchangePlan<P> plan) {
    plan.catalog().database().ifPresent(exchange::requireConfirmed);
  }

  /**
   * Does what a plan says.
   *
   * @throws BackupException with the failure that ended it; the message says how all is then
   */
  public ExchangeReport<R> execute(ExchangePlan<P> plan) {
    ExchangeTarget target = plan.catalog().target();
    Checkpoint checkpoint =
        plan.workload().resumed().orElseGet(() -> first(plan.workload(), target));
    return run(plan.workload(), target, checkpoint, ExchangeRun::forward);
  }

  private Checkpoint first(WorkloadPlan plan, ExchangeTarget target) {
    return new Checkpoint(
        target.id().value(),
        plan.action(),
        target.source(),
        target.catalog().schema(),
        ExchangeStep.PREPARING.label(),
        plan.replicas(),
        plan.cronJobs(),
        context.now(),
        context.interruptible().owner());
  }

  /**
   * Puts everything back that was begun.
   *
   * @throws BackupException {@link Failure#USAGE} if nothing was
   */
  public ExchangeReport<R> abort() {
    WorkloadPlan plan = planner().plan(exchange.action());
    Checkpoint begun = plan.resumed().orElseThrow(() -> nothingBegun(plan));
    return run(plan, exchange.target(begun), begun, ExchangeRun::abort);
  }

  private static BackupException nothingBegun(WorkloadPlan plan) {
    return Failure.USAGE.exception(
        "no %s was begun on \"%s\" that could be put back"
            .formatted(plan.action().label(), plan.workload().name()),
        "`undo --kubernetes` takes one back that has ended.");
  }

  private ExchangeReport<R> run(
      WorkloadPlan plan,
      ExchangeTarget target,
      Checkpoint checkpoint,
      Function<ExchangeRun<R>, ExchangeReport<R>> direction) {
    WorkloadName name = plan.workload().name();
    CheckpointStore store = new CheckpointStore(context.uninterruptibleCluster());
    try (WorkloadLease lease =
        WorkloadLease.acquire(
            context.cluster(),
            context.uninterruptibleCluster(),
            name,
            context.interruptible().owner(),
            options.terms().lease())) {
      context.interruptible().cancellation().check();
      refuseOtherReplicas(plan);
      store.write(name, plan.resumed(), checkpoint);
      Stopwatch watch = new Stopwatch(context.interruptible().clock());
      CheckpointWriter checkpoints = new CheckpointWriter(store, name, lease, watch, checkpoint);
      ExchangeSteps<R> steps = new ExchangeSteps<>(context, options, plan, target, exchange, watch);
      steps.emitStarted(checkpoint);
      return direction.apply(new ExchangeRun<>(context, options, plan, checkpoints, steps));
    }
  }

  /** The plan may be some minutes old, if a person was asked. */
  private void refuseOtherReplicas(WorkloadPlan plan) {
    int replicas = new Workloads(context.cluster()).read(plan.workload().name()).replicas();
    if (plan.resumed().isEmpty() && replicas != plan.replicas()) {
      throw scaledSince(plan, replicas);
    }
  }

  static BackupException scaledSince(WorkloadPlan plan, int replicas) {
    return Failure.LOCKED.exception(
        "\"%s\" was scaled from %d to %d since the plan was made"
            .formatted(plan.workload().name(), plan.replicas(), replicas),
        "Nothing was changed. Run the command again.");
  }
}
