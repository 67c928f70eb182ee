package org.nessiebackup.kubernetes.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.Quantity;
import org.nessiebackup.kubernetes.workload.Checkpoint;
import org.nessiebackup.kubernetes.workload.EventReason;

/** One run through the steps, from wherever the exchange is. */
record ExchangeRun<R>(
    ExchangeContext context,
    ExchangeOptions options,
    WorkloadPlan plan,
    CheckpointWriter checkpoints,
    ExchangeSteps<R> steps) {
  /** To the end, or back to the beginning. */
  ExchangeReport<R> forward() {
    if (plan.reached().equals(Optional.of(ExchangeStep.GOING_BACK))) {
      throw rollback().finished();
    }
    try {
      if (!steps.done()) {
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
      throw rollback().after(e);
    }
  }

  /** Back to the beginning, as somebody wants it so. */
  ExchangeReport<R> abort() {
    return report(ExchangeReport.Outcome.PUT_BACK, List.of(rollback().abort()));
  }

  private Rollback rollback() {
    return new Rollback(plan, options, checkpoints, steps);
  }

  private void reaches(ExchangeStep step) {
    context.tell(step);
    checkpoints.begins(step);
  }

  private void begins(ExchangeStep step) {
    context.interruptible().cancellation().check();
    reaches(step);
  }

  private void prepare() {
    begins(ExchangeStep.PREPARING);
    steps.prepare();
  }

  private void pauseCronJobs() {
    begins(ExchangeStep.PAUSING);
    steps.pauseCronJobs(checkpoints.current());
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
      throw Advice.scaledByOthers(e, plan.namespace());
    }
  }

  /** From here on nobody is asked whether to go on: Nessie must not be left down. */
  private void start() {
    reaches(ExchangeStep.STARTING);
    steps.startNessie(checkpoints.current());
  }

  private void check() {
    reaches(ExchangeStep.CHECKING);
    if (checkpoints.current().replicas() > 0) {
      steps.checkBrought();
      steps.emit(
          EventReason.STARTED,
          "Nessie serves %s, as it should"
              .formatted(Quantity.count(steps.shown().orElse(0), "reference")));
    }
  }

  private ExchangeReport<R> finish() {
    reaches(ExchangeStep.FINISHING);
    Checkpoint checkpoint = checkpoints.current();
    steps.putBackCronJobs(checkpoint);
    checkpoints.ends();
    steps.emit(EventReason.completed(plan.action()), plan.action().label() + " completed");
    List<String> notes = new ArrayList<>();
    if (checkpoint.replicas() == 0) {
      notes.add(
          "Nessie had no pods before and has none now; so its API was not asked. Scale it up when"
              + " it is wanted.");
    }
    return report(ExchangeReport.Outcome.EXCHANGED, notes);
  }

  private ExchangeReport<R> report(ExchangeReport.Outcome outcome, List<String> notes) {
    return new ExchangeReport<>(
        plan.workload().name(),
        checkpoints.current(),
        new ExchangeReport.Result(outcome, plan.resumed().isPresent()),
        steps.shown(),
        steps.times(),
        notes,
        steps.report());
  }
}
