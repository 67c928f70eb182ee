package org.nessiebackup.kubernetes.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalInt;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.Quantity;
import org.nessiebackup.kubernetes.api.ApiFinder;
import org.nessiebackup.kubernetes.lease.WorkloadLease;
import org.nessiebackup.kubernetes.workload.ClusterEvents;
import org.nessiebackup.kubernetes.workload.EventReason;
import org.nessiebackup.kubernetes.workload.ExchangeAction;
import org.nessiebackup.kubernetes.workload.Scaler;
import org.nessiebackup.kubernetes.workload.WorkloadName;
import org.nessiebackup.nessie.NessieReference;
import org.nessiebackup.nessieapi.NessieApi;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.tables.CatalogLocation;
import org.nessiebackup.tables.ConnectedSessions;

/** One run through the steps of a handover, from wherever it is. */
record HandoverRun<P, R>(
    WorkloadHandover.Side next,
    HandoverPlan<P> plan,
    CatalogMove<P, R> move,
    Optional<StoppedNessie> former,
    WorkloadLease lease,
    Stopwatch watch) {
  private static final Advice ADVICE = new Advice(ExchangeAction.PROMOTION);
  private static final String GO_ON = "`replica promote --kubernetes` once more goes on from here.";

  /** To the end; back to the beginning if the catalog does not move. */
  HandoverReport<R> forward() {
    former.ifPresent(
        each ->
            each.emit(
                EventReason.started(ExchangeAction.PROMOTION),
                "promotion of replica \"%s\" begins or goes on".formatted(plan.catalog().name())));
    R report;
    try {
      reaches(ExchangeStep.PREPARING);
      report = move.move(plan.catalog().database(), this::stop);
    } catch (BackupException e) {
      throw after(e);
    }
    try {
      int shown = serve();
      return finish(report, shown);
    } catch (BackupException e) {
      throw reworded(
          e,
          "the replica was promoted, but its Nessie does not serve yet: " + e.getMessage(),
          GO_ON);
    }
  }

  private void reaches(ExchangeStep step) {
    next.context().tell(step);
    lease.check();
    former.ifPresentOrElse(each -> each.checkpoints().begins(step), () -> watch.begins(step));
  }

  private void stop() {
    former.ifPresent(
        each -> {
          reaches(ExchangeStep.PAUSING);
          each.pauseCronJobs();
          reaches(ExchangeStep.STOPPING);
          watch.nessieStops();
          each.stop();
        });
    reaches(ExchangeStep.EXCHANGING);
  }

  /** From here on nobody is asked whether to go on: some Nessie has to serve. */
  private int serve() {
    CatalogLocation catalog = plan.catalog().next();
    WorkloadName name = plan.next().workload().name();
    ReferenceCheck references =
        new ReferenceCheck(next.context(), catalog, next.options().nessie().repository());
    NavigableSet<NessieReference> brought = references.readable(Optional.of(catalog));
    reaches(ExchangeStep.STARTING);
    new Scaler(next.context().uninterruptibleCluster(), next.options().terms().scaling())
        .start(name, plan.pods());
    reaches(ExchangeStep.CHECKING);
    ExchangeOptions.Api api = next.options().nessie();
    NessieApi nessie =
        new ApiFinder(next.context().uninterruptibleCluster())
            .open(plan.next().workload(), api.address(), api.token());
    int shown = references.check(nessie, brought, false, next.options().terms().scaling().start());
    watch.nessieServes();
    return shown;
  }

  private HandoverReport<R> finish(R report, int shown) {
    reaches(ExchangeStep.FINISHING);
    List<String> notes = new ArrayList<>();
    former.ifPresent(
        each -> {
          notes.addAll(each.notes());
          each.checkpoints().ends();
          each.emit(EventReason.completed(ExchangeAction.PROMOTION), "the catalog has moved away");
        });
    new ClusterEvents(next.context().uninterruptibleCluster())
        .emit(
            plan.next().workload(),
            EventReason.STARTED,
            "Nessie serves %s, as it should".formatted(Quantity.count(shown, "reference")));
    if (nobodyIsConnected()) {
      notes.add(
          "nobody is seen to be connected to the replica's database: look whether \"%s\" is set up"
                  .formatted(plan.next().workload().name())
              + " for it, and not for the former server");
    }
    watch.ends();
    return new HandoverReport<>(
        workloads(plan.pods()),
        new ExchangeReport.Result(ExchangeReport.Outcome.EXCHANGED, resumed()),
        OptionalInt.of(shown),
        watch.times(),
        notes,
        Optional.of(report));
  }

  private HandoverReport.Workloads workloads(int pods) {
    return new HandoverReport.Workloads(
        former.map(each -> each.plan().workload().name()), plan.next().workload().name(), pods);
  }

  private boolean resumed() {
    return former.filter(each -> each.plan().resumed().isPresent()).isPresent();
  }

  private boolean nobodyIsConnected() {
    try (Session session = next.context().open()) {
      return ConnectedSessions.of(session, plan.catalog().next()).isEmpty();
    }
  }

  /** Back to the beginning, as somebody wants it so. */
  HandoverReport<R> abort() {
    former.orElseThrow().putBack(true);
    former
        .orElseThrow()
        .emit(EventReason.aborted(ExchangeAction.PROMOTION), "the promotion was put back");
    return new HandoverReport<>(
        workloads(plan.next().workload().replicas()),
        new ExchangeReport.Result(ExchangeReport.Outcome.PUT_BACK, true),
        OptionalInt.empty(),
        watch.times(),
        List.of(),
        Optional.empty());
  }

  /** What to throw after a failure, when what can be done about it is done. */
  private BackupException after(BackupException failure) {
    if (former.filter(each -> !each.checkpoints().ours()).isPresent()) {
      return reworded(failure, failure.getMessage(), GO_ON);
    }
    try {
      return switch (move.stage()) {
        case BEFORE -> {
          former.ifPresent(each -> each.putBack(failure.failure() != Failure.INTERRUPTED));
          former.ifPresent(
              each ->
                  each.emit(EventReason.failed(ExchangeAction.PROMOTION), failure.getMessage()));
          yield former.isPresent() ? ADVICE.putBack(failure) : failure;
        }
        case BETWEEN ->
            reworded(
                failure,
                failure.getMessage() + ". The primary is fenced, and nobody serves the catalog",
                GO_ON);
        case MOVED ->
            reworded(
                failure,
                failure.getMessage() + ". The replica has the catalog, and its Nessie is not up",
                GO_ON);
      };
    } catch (BackupException second) {
      BackupException stuck =
          reworded(
              failure,
              "%s. What was begun could not be put back: %s"
                  .formatted(failure.getMessage(), second.getMessage()),
              "`replica promote --kubernetes` goes on from here, with --abort it puts everything"
                  + " back.");
      stuck.addSuppressed(second);
      return stuck;
    }
  }

  private static BackupException reworded(BackupException failure, String message, String advice) {
    return failure
        .failure()
        .exception(message, failure.hint().map(hint -> hint + " ").orElse("") + advice, failure);
  }
}
