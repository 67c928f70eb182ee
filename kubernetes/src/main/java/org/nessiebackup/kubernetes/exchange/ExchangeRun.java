package org.nessiebackup.kubernetes.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.kubernetes.EventReason;
import org.nessiebackup.kubernetes.SavedState;

/** One run through the steps, from wherever the work is. */
final class ExchangeRun {
  private final WorkPlace place;
  private final ExchangePlan plan;
  private final ExchangeOptions options;
  private final CatalogExchange exchange;
  private final WorkRecord record;
  private final Stopwatch watch;
  private final ExchangeSteps steps;

  ExchangeRun(
      WorkPlace place,
      ExchangePlan plan,
      ExchangeOptions options,
      CatalogExchange exchange,
      WorkRecord record,
      Stopwatch watch) {
    this.place = place;
    this.plan = plan;
    this.options = options;
    this.exchange = exchange;
    this.record = record;
    this.watch = watch;
    this.steps = new ExchangeSteps(place, plan, options, exchange, watch);
  }

  /** To the end, or back to the beginning. */
  ExchangeReport forward() {
    boolean goingBack = plan.reached().equals(Optional.of(WorkStep.GOING_BACK));
    if (goingBack) {
      throw back().finished();
    }
    try {
      if (!exchange.done()) {
        if (options.stopFirst()) {
          pauseCronJobs();
          stop();
        }
        prepare();
        pauseCronJobs();
        stop();
        exchange();
      }
      start();
      check();
      return finish();
    } catch (BackupException e) {
      throw back().after(e);
    }
  }

  /** Back to the beginning, as somebody wants it so. */
  ExchangeReport abort() {
    return report(ExchangeReport.Outcome.PUT_BACK, List.of(back().abort()));
  }

  private WayBack back() {
    return new WayBack(plan, options, exchange, record, steps);
  }

  private void begins(WorkStep step) {
    place.context().cancellation().check();
    record.begins(step);
  }

  private void prepare() {
    begins(WorkStep.PREPARING);
    steps.prepare();
  }

  private void pauseCronJobs() {
    begins(WorkStep.PAUSING);
    steps.pauseCronJobs(record.state());
  }

  private void stop() {
    begins(WorkStep.STOPPING);
    scaledByOthers(steps::stopNessie);
    steps.awaitFreeCatalog();
  }

  private void exchange() {
    steps.readReferences();
    begins(WorkStep.EXCHANGING);
    scaledByOthers(steps::exchangeCatalog);
  }

  private void scaledByOthers(Runnable step) {
    try {
      step.run();
    } catch (BackupException e) {
      if (e.failure() != Failure.TARGET_GUARDED) {
        throw e;
      }
      steps.tell(EventReason.SCALED_BY_OTHERS, e.getMessage());
      throw Advice.scaledByOthers(e, plan.surroundings());
    }
  }

  /** From here on nobody is asked whether to go on: Nessie must not be left down. */
  private void start() {
    record.begins(WorkStep.STARTING);
    steps.startNessie(record.state());
  }

  private void check() {
    record.begins(WorkStep.CHECKING);
    if (record.state().replicas() > 0) {
      steps.checkBrought();
      steps.tell(
          EventReason.STARTED,
          "Nessie serves %d references, as it should".formatted(steps.shown().orElse(0)));
    }
  }

  private ExchangeReport finish() {
    record.begins(WorkStep.FINISHING);
    SavedState state = record.state();
    steps.putBackCronJobs(state);
    record.ends();
    steps.tell(
        switch (exchange.action()) {
          case RESTORE, UNDO -> EventReason.RESTORE_COMPLETED;
          case RESET -> EventReason.CATALOG_RESET;
        },
        exchange.action().word() + " completed");
    List<String> notes = new ArrayList<>();
    if (state.replicas() == 0) {
      notes.add(
          "Nessie had no pods before and has none now; so its API was not asked. Scale it up when"
              + " it is wanted.");
    }
    return report(ExchangeReport.Outcome.EXCHANGED, notes);
  }

  private ExchangeReport report(ExchangeReport.Outcome outcome, List<String> notes) {
    watch.ends();
    return new ExchangeReport(
        plan.workload().name(),
        record.state(),
        outcome,
        plan.resumed().isPresent(),
        steps.shown(),
        watch.durations(),
        watch.downtime(),
        notes);
  }
}
