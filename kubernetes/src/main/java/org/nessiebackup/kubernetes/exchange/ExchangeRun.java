package org.nessiebackup.kubernetes.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.kubernetes.workload.Checkpoint;
import org.nessiebackup.kubernetes.workload.EventReason;

/** One run through the steps, from wherever the work is. */
final class ExchangeRun {
  private final ExchangeContext context;
  private final ExchangePlan plan;
  private final ExchangeOptions options;
  private final CatalogExchange exchange;
  private final CheckpointWriter record;
  private final Stopwatch watch;
  private final ExchangeSteps steps;

  ExchangeRun(
      ExchangeContext context,
      ExchangePlan plan,
      ExchangeOptions options,
      CatalogExchange exchange,
      CheckpointWriter record,
      Stopwatch watch) {
    this.context = context;
    this.plan = plan;
    this.options = options;
    this.exchange = exchange;
    this.record = record;
    this.watch = watch;
    this.steps = new ExchangeSteps(context, plan, options, exchange, watch);
  }

  /** To the end, or back to the beginning. */
  ExchangeReport forward() {
    boolean goingBack = plan.reached().equals(Optional.of(ExchangeStep.GOING_BACK));
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

  private Rollback back() {
    return new Rollback(plan, options, exchange, record, steps);
  }

  private void begins(ExchangeStep step) {
    context.interruptible().cancellation().check();
    record.begins(step);
  }

  private void prepare() {
    begins(ExchangeStep.PREPARING);
    steps.prepare();
  }

  private void pauseCronJobs() {
    begins(ExchangeStep.PAUSING);
    steps.pauseCronJobs(record.state());
  }

  private void stop() {
    begins(ExchangeStep.STOPPING);
    scaledByOthers(steps::stopNessie);
    steps.awaitFreeCatalog();
  }

  private void exchange() {
    steps.readReferences();
    begins(ExchangeStep.EXCHANGING);
    scaledByOthers(steps::exchangeCatalog);
  }

  private void scaledByOthers(Runnable step) {
    try {
      step.run();
    } catch (BackupException e) {
      if (e.failure() != Failure.TARGET_GUARDED) {
        throw e;
      }
      steps.emit(EventReason.SCALED_BY_OTHERS, e.getMessage());
      throw Advice.scaledByOthers(e, plan.namespaceContext());
    }
  }

  /** From here on nobody is asked whether to go on: Nessie must not be left down. */
  private void start() {
    record.begins(ExchangeStep.STARTING);
    steps.startNessie(record.state());
  }

  private void check() {
    record.begins(ExchangeStep.CHECKING);
    if (record.state().replicas() > 0) {
      steps.checkBrought();
      steps.emit(
          EventReason.STARTED,
          "Nessie serves %d references, as it should".formatted(steps.shown().orElse(0)));
    }
  }

  private ExchangeReport finish() {
    record.begins(ExchangeStep.FINISHING);
    Checkpoint state = record.state();
    steps.putBackCronJobs(state);
    record.ends();
    steps.emit(
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
