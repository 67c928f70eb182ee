package org.nessiebackup.kubernetes.exchange;

import java.util.EnumSet;
import java.util.Set;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.Quantity;
import org.nessiebackup.kubernetes.workload.Checkpoint;
import org.nessiebackup.kubernetes.workload.EventReason;
import org.nessiebackup.kubernetes.workload.PausedCronJob;
import org.nessiebackup.kubernetes.workload.Workload;

/** Puts everything back as it was before: after a failure, or because somebody wants it. */
record Rollback(
    WorkloadPlan plan,
    ExchangeOptions options,
    CheckpointWriter checkpoints,
    ExchangeSteps<?> steps) {
  /** Nessie was not touched before these. */
  private static final Set<ExchangeStep> HARMLESS =
      EnumSet.of(ExchangeStep.PREPARING, ExchangeStep.PAUSING);

  private Advice advice() {
    return new Advice(plan.action());
  }

  /** What to throw after a failure, when what can be done about it is done. */
  BackupException after(BackupException failure) {
    if (!checkpoints.ours()) {
      return advice().left(failure, "Nothing was changed since. " + situation());
    }
    boolean done;
    try {
      done = steps.done();
    } catch (BackupException unknown) {
      return advice().stuck(failure, unknown, "Nothing was changed since. " + situation());
    }
    if (done && !(failure.failure() == Failure.NESSIE && options.autoUndo())) {
      return advice().left(failure, situation());
    }
    try {
      String checked = rollBack(failure.failure() != Failure.INTERRUPTED);
      steps.emit(
          done ? EventReason.undone(plan.action()) : EventReason.failed(plan.action()),
          failure.getMessage());
      return done ? advice().rolledBack(failure, checked) : advice().putBack(failure);
    } catch (BackupException second) {
      return advice().stuck(failure, second, situation());
    }
  }

  /** Rolls back because somebody wants it so; says how Nessie is. */
  String abort() {
    try {
      String checked = rollBack(true);
      steps.emit(EventReason.aborted(plan.action()), plan.action().label() + " was put back");
      return checked;
    } catch (BackupException e) {
      throw checkpoints.ours() ? advice().left(e, situation()) : e;
    }
  }

  /** What to throw when an exchange was being rolled back already, and now is. */
  BackupException finished() {
    String checked = abort();
    return Failure.NESSIE.exception(
        "the %s that was begun at %s was being put back; that has been finished now: %s"
            .formatted(plan.action().label(), checkpoints.current().startedAt(), checked),
        "Nothing of it is left. Run the command again to start over.");
  }

  private String rollBack(boolean awaited) {
    Checkpoint checkpoint = checkpoints.current();
    checkpoints.begins(ExchangeStep.GOING_BACK);
    boolean done = steps.done();
    boolean touched = done || touched();
    if (done) {
      steps.rollBack();
    }
    String checked = touched ? start(checkpoint, awaited) : "Nessie was not stopped";
    steps.putBackCronJobs(checkpoint);
    steps.discard();
    checkpoints.ends();
    return checked;
  }

  private boolean touched() {
    Workload workload = steps.workload();
    return steps.stopped()
        || workload.replicas() != checkpoints.current().replicas()
        || plan.reached().map(step -> !HARMLESS.contains(step)).orElse(false);
  }

  /**
   * A Nessie that does not serve its own former catalog has another trouble than this exchange; all
   * else is put back all the same.
   */
  private String start(Checkpoint checkpoint, boolean awaited) {
    if (checkpoint.replicas() == 0) {
      steps.startNessie(checkpoint);
      return "Nessie had no pods before and has none now, so it was not asked";
    }
    if (!awaited) {
      steps.orderStart(checkpoint);
      return "Nessie starts again and was not waited for";
    }
    try {
      steps.startNessie(checkpoint);
      steps.checkFormer();
      return "it shows its " + Quantity.count(steps.shown().orElse(0), "reference");
    } catch (BackupException e) {
      if (e.failure() != Failure.NESSIE) {
        throw e;
      }
      return "but it does not serve as it should: " + e.getMessage();
    }
  }

  /** How all is now, as far as can be found out. */
  private String situation() {
    return "Now: %s; %s; CronJobs that pause: %s."
        .formatted(
            catalog(),
            nessie(),
            checkpoints.current().paused().stream()
                .map(PausedCronJob::name)
                .reduce((a, b) -> a + ", " + b)
                .orElse("none"));
  }

  private String catalog() {
    try {
      return steps.done()
          ? "the catalog is exchanged, and the former one is kept"
          : "the catalog is the former one";
    } catch (BackupException e) {
      return "whether the catalog is exchanged is not known";
    }
  }

  private String nessie() {
    try {
      Workload workload = steps.workload();
      return "\"%s\" has %d of %d pods ready, before it had %d"
          .formatted(
              workload.name(),
              workload.readyReplicas(),
              workload.replicas(),
              checkpoints.current().replicas());
    } catch (BackupException e) {
      return "how many pods \"%s\" has is not known, before it had %d"
          .formatted(plan.workload().name(), checkpoints.current().replicas());
    }
  }
}
