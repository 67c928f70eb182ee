package org.nessiebackup.kubernetes.exchange;

import java.util.Optional;
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
 * One Nessie on Kubernetes is stopped for good, its catalog moves to another server, and another
 * Nessie starts there. They may be in one cluster, or in two of which the former does not answer. A
 * run that was killed is taken up again by the next one.
 *
 * @param former the Nessie that serves the catalog now, and its server; absent if nobody has said
 *     where it is
 * @param next the Nessie that will serve it, and its server
 * @param move what moves the catalog
 * @param <P> the database's own plan
 * @param <R> the database's own report
 */
public record WorkloadHandover<P, R>(Optional<Side> former, Side next, CatalogMove<P, R> move) {
  private static final ExchangeAction ACTION = ExchangeAction.PROMOTION;

  /**
   * A Nessie and its server.
   *
   * @param context the cluster and the database
   * @param options how this Nessie is treated
   */
  public record Side(ExchangeContext context, ExchangeOptions options) {
    WorkloadPlanner planner() {
      return new WorkloadPlanner(context, options);
    }

    WorkloadLease lease(WorkloadName name) {
      return WorkloadLease.acquire(
          context.cluster(),
          context.uninterruptibleCluster(),
          name,
          context.interruptible().owner(),
          options.terms().lease());
    }
  }

  /**
   * What would be done, or how a handover goes on that was begun. Changes nothing.
   *
   * @throws BackupException {@link Failure#PERMISSION} with what is missing, {@link
   *     Failure#TARGET_GUARDED} if another work was begun on one of the workloads and has not
   *     ended, {@link Failure#LOCKED} if somebody is at it, {@link Failure#USAGE} if both are the
   *     same
   */
  public HandoverPlan<P> plan() {
    WorkloadPlan there = next.planner().plan(ACTION);
    there.resumed().ifPresent(begun -> refuse(next, there, begun));
    FormerNessie here = former.map(this::look).orElseGet(FormerNessie.Unnamed::new);
    CatalogMove.Plan<P> catalog = move.plan(here instanceof FormerNessie.Shown);
    int before =
        switch (here) {
          case FormerNessie.Shown shown -> {
            refuseSame(shown.plan(), there);
            shown
                .plan()
                .resumed()
                .filter(begun -> !begun.source().equals(Optional.of(catalog.name())))
                .ifPresent(begun -> refuse(former.orElseThrow(), shown.plan(), begun));
            yield shown.plan().replicas();
          }
          case FormerNessie.Unreached unreached -> 0;
          case FormerNessie.Unnamed unnamed -> 0;
        };
    int wanted = there.workload().replicas();
    return new HandoverPlan<>(catalog, here, there, wanted > 0 ? wanted : Math.max(1, before));
  }

  private FormerNessie look(Side side) {
    try {
      return new FormerNessie.Shown(side.planner().planToStop(ACTION));
    } catch (BackupException e) {
      if (e.failure() != Failure.CLUSTER) {
        throw e;
      }
      return new FormerNessie.Unreached(e.getMessage());
    }
  }

  private static void refuse(Side side, WorkloadPlan plan, Checkpoint begun) {
    side.planner()
        .refuse(plan.workload(), begun, "another promotion", begun.source().orElse(begun.work()));
  }

  private static void refuseSame(WorkloadPlan former, WorkloadPlan next) {
    if (former.workload().uid().equals(next.workload().uid())) {
      throw Failure.USAGE.exception(
          "\"%s\" would have to be stopped for good and started at once"
              .formatted(former.workload().name()),
          "Name the primary's Nessie by --primary-context, --primary-namespace or"
              + " --primary-workload. If there is only one, promote without --kubernetes, and set"
              + " it up for the other server.");
    }
  }

  /**
   * Does what a plan says.
   *
   * @throws BackupException with the failure that ended it; the message says how all is then
   */
  public HandoverReport<R> execute(HandoverPlan<P> plan) {
    move.requireConfirmed(plan.catalog().database());
    return run(plan, HandoverRun::forward);
  }

  /**
   * Puts everything back that was begun.
   *
   * @throws BackupException {@link Failure#USAGE} if nothing was; {@link Failure#TARGET_GUARDED} if
   *     the catalog has moved
   */
  public HandoverReport<R> abort() {
    HandoverPlan<P> plan = plan();
    boolean begun =
        plan.former() instanceof FormerNessie.Shown shown && shown.plan().resumed().isPresent();
    if (!begun) {
      throw Failure.USAGE.exception(
          "no promotion was begun that could be put back",
          "It is the primary's Nessie that says so: name it by --primary-context,"
              + " --primary-namespace or --primary-workload.");
    }
    if (plan.catalog().stage() != CatalogMove.Stage.BEFORE) {
      throw Failure.TARGET_GUARDED.exception(
          "the primary of replica \"%s\" is fenced already".formatted(plan.catalog().name()),
          "`replica promote --kubernetes` goes on; `replica reverse` leads back afterwards.");
    }
    return run(plan, HandoverRun::abort);
  }

  private HandoverReport<R> run(
      HandoverPlan<P> plan, Function<HandoverRun<P, R>, HandoverReport<R>> direction) {
    try (WorkloadLease lease = next.lease(plan.next().workload().name())) {
      next.context().interruptible().cancellation().check();
      Stopwatch watch = new Stopwatch(next.context().interruptible().clock());
      return switch (plan.former()) {
        case FormerNessie.Shown shown -> {
          Side side = former.orElseThrow();
          try (WorkloadLease theirs = side.lease(shown.plan().workload().name())) {
            StoppedNessie stopped = begin(side, shown.plan(), plan.catalog(), theirs, watch);
            yield direction.apply(
                new HandoverRun<>(next, plan, move, Optional.of(stopped), lease, watch));
          }
        }
        case FormerNessie.Unreached unreached ->
            direction.apply(new HandoverRun<>(next, plan, move, Optional.empty(), lease, watch));
        case FormerNessie.Unnamed unnamed ->
            direction.apply(new HandoverRun<>(next, plan, move, Optional.empty(), lease, watch));
      };
    }
  }

  private StoppedNessie begin(
      Side side,
      WorkloadPlan plan,
      CatalogMove.Plan<P> catalog,
      WorkloadLease lease,
      Stopwatch watch) {
    WorkloadName name = plan.workload().name();
    refuseScaled(side, plan);
    Checkpoint checkpoint =
        plan.resumed()
            .orElseGet(
                () ->
                    new Checkpoint(
                        "promotion of " + catalog.name(),
                        ACTION,
                        Optional.of(catalog.name()),
                        catalog.next().schema(),
                        ExchangeStep.PREPARING.label(),
                        plan.replicas(),
                        plan.cronJobs(),
                        side.context().now(),
                        side.context().interruptible().owner()));
    CheckpointStore store = new CheckpointStore(side.context().uninterruptibleCluster());
    store.write(name, plan.resumed(), checkpoint);
    return new StoppedNessie(
        side, plan, catalog.former(), new CheckpointWriter(store, name, lease, watch, checkpoint));
  }

  /** The plan may be some minutes old, if a person was asked. */
  private static void refuseScaled(Side side, WorkloadPlan plan) {
    int replicas = new Workloads(side.context().cluster()).read(plan.workload().name()).replicas();
    if (plan.resumed().isEmpty() && replicas != plan.replicas()) {
      throw WorkloadExchange.scaledSince(plan, replicas);
    }
  }
}
