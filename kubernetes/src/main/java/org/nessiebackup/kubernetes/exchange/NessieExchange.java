package org.nessiebackup.kubernetes.exchange;

import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.kubernetes.Cluster;
import org.nessiebackup.kubernetes.EventReason;
import org.nessiebackup.kubernetes.NessieRoutes;
import org.nessiebackup.kubernetes.NessieWay;
import org.nessiebackup.kubernetes.Permissions;
import org.nessiebackup.kubernetes.SavedState;
import org.nessiebackup.kubernetes.SavedStates;
import org.nessiebackup.kubernetes.Surroundings;
import org.nessiebackup.kubernetes.SurroundingsLook;
import org.nessiebackup.kubernetes.WorkAction;
import org.nessiebackup.kubernetes.Workload;
import org.nessiebackup.kubernetes.WorkloadLease;
import org.nessiebackup.kubernetes.Workloads;
import org.nessiebackup.postgres.RestoreId;

/** Exchanges the catalog of a Nessie on Kubernetes, whatever takes its place. */
public final class NessieExchange {
  private final WorkPlace place;
  private final ExchangeOptions options;

  /** Touches nothing yet. */
  public NessieExchange(WorkPlace place, ExchangeOptions options) {
    this.place = place;
    this.options = options;
  }

  /**
   * Looks at Nessie and around it. Changes nothing.
   *
   * @throws BackupException {@link Failure#PERMISSION} with what is missing, {@link
   *     Failure#TARGET_GUARDED} if another kind of work was begun there and has not ended, {@link
   *     Failure#LOCKED} if somebody is at it
   */
  public ExchangePlan plan(WorkAction action) {
    Cluster cluster = place.cluster();
    place.context().progress().step("looking at Nessie's workload", 0);
    Permissions permissions = new Permissions(cluster);
    NessieWay way = NessieWay.of(cluster, options.nessie().address().isPresent());
    permissions.require(Permissions.toFind(options.query()));
    Workload workload = new Workloads(cluster).find(options.query());
    permissions.require(Permissions.toExchange(workload.name(), way));
    Optional<SavedState> state = new SavedStates(cluster).read(workload);
    state.filter(other -> other.action() != action).ifPresent(other -> refuse(workload, other));
    // Says so now if there is no way to ask Nessie later.
    new NessieRoutes(cluster).open(workload, options.nessie().address(), options.nessie().token());
    Surroundings surroundings =
        new SurroundingsLook(cluster)
            .look(workload, state.isPresent() ? List.of() : options.pauseToo());
    ExchangePlan plan = new ExchangePlan(workload, state, surroundings, way, options.stopFirst());
    permissions.require(Permissions.toPause(plan.cronJobs()));
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
        place.cluster(), workload.name(), place.context().owner(), options.terms().lease());
  }

  private void refuse(Workload workload, SavedState other) {
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
   * @param source what is brought in, as {@link SavedState} has it
   */
  public SavedState begin(
      ExchangePlan plan, CatalogExchange exchange, RestoreId work, Optional<String> source) {
    return new SavedState(
        work.value(),
        exchange.action(),
        source,
        exchange.catalog().schema(),
        WorkStep.PREPARING.word(),
        plan.replicas(),
        plan.cronJobs(),
        place.now(),
        place.context().owner());
  }

  /**
   * The work that was begun.
   *
   * @throws BackupException {@link Failure#USAGE} if there is none
   */
  public SavedState begun(ExchangePlan plan, WorkAction action) {
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
  public ExchangeReport execute(ExchangePlan plan, CatalogExchange exchange, SavedState state) {
    return run(plan, exchange, state, ExchangeRun::forward);
  }

  /** Puts everything back that was begun. */
  public ExchangeReport abort(ExchangePlan plan, CatalogExchange exchange) {
    return run(plan, exchange, plan.resumed().orElseThrow(), ExchangeRun::abort);
  }

  private ExchangeReport run(
      ExchangePlan plan,
      CatalogExchange exchange,
      SavedState state,
      java.util.function.Function<ExchangeRun, ExchangeReport> direction) {
    Stopwatch watch = new Stopwatch(place.context().clock());
    SavedStates states = new SavedStates(place.steadyCluster());
    try (WorkloadLease lease =
        WorkloadLease.acquire(
            place.cluster(),
            place.steadyCluster(),
            plan.workload().name(),
            place.context().owner(),
            options.terms().lease())) {
      place.context().cancellation().check();
      refuseOtherReplicas(plan);
      states.write(plan.workload().name(), plan.resumed(), state);
      WorkRecord record = new WorkRecord(states, plan.workload().name(), lease, watch, state);
      ExchangeRun run = new ExchangeRun(place, plan, options, exchange, record, watch);
      tellBegin(plan, state);
      return direction.apply(run);
    }
  }

  /** The plan may be some minutes old, if a person was asked. */
  private void refuseOtherReplicas(ExchangePlan plan) {
    int replicas = new Workloads(place.cluster()).read(plan.workload().name()).replicas();
    if (plan.resumed().isEmpty() && replicas != plan.replicas()) {
      throw new BackupException(
          Failure.LOCKED,
          "\"%s\" was scaled from %d to %d since the plan was made"
              .formatted(plan.workload().name(), plan.replicas(), replicas),
          "Nothing was changed. Run the command again.");
    }
  }

  private void tellBegin(ExchangePlan plan, SavedState state) {
    Controls.of(place.steadyCluster(), options.terms().scaling())
        .events()
        .tell(
            plan.workload(),
            EventReason.RESTORE_STARTED,
            "%s %s%s by %s"
                .formatted(
                    state.action().word(),
                    plan.resumed().isPresent() ? "goes on" : "begins",
                    state.source().map(source -> " with " + source).orElse(""),
                    place.context().owner()));
  }
}
