package org.nessiebackup.kubernetes.exchange;

import java.util.EnumSet;
import java.util.Set;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.kubernetes.workload.Checkpoint;
import org.nessiebackup.kubernetes.workload.EventReason;
import org.nessiebackup.kubernetes.workload.PausedCronJob;
import org.nessiebackup.kubernetes.workload.Workload;

/** Makes all as it was before: after a failure, or because somebody wants it. */
final class Rollback {
  /** Nessie was not touched before these. */
  private static final Set<ExchangeStep> HARMLESS =
      EnumSet.of(ExchangeStep.PREPARING, ExchangeStep.PAUSING);

  private final ExchangePlan plan;
  private final ExchangeOptions options;
  private final CatalogExchange exchange;
  private final CheckpointWriter record;
  private final ExchangeSteps steps;
  private final Advice advice;

  Rollback(
      ExchangePlan plan,
      ExchangeOptions options,
      CatalogExchange exchange,
      CheckpointWriter record,
      ExchangeSteps steps) {
    this.plan = plan;
    this.options = options;
    this.exchange = exchange;
    this.record = record;
    this.steps = steps;
    this.advice = new Advice(exchange.action());
  }

  /** What to throw after a failure, when what can be done about it is done. */
  BackupException after(BackupException failure) {
    if (!record.ours()) {
      return advice.left(failure, "Nothing was changed since. " + situation());
    }
    boolean done;
    try {
      done = exchange.done();
    } catch (BackupException unknown) {
      return advice.stuck(failure, unknown, "Nothing was changed since. " + situation());
    }
    if (done && !(failure.failure() == Failure.NESSIE && options.autoUndo())) {
      return advice.left(failure, situation());
    }
    try {
      String checked = rollBack(failure.failure() != Failure.INTERRUPTED);
      steps.emit(
          done ? EventReason.RESTORE_UNDONE : EventReason.RESTORE_FAILED, failure.getMessage());
      return done ? advice.rolledBack(failure, checked) : advice.putBack(failure);
    } catch (BackupException second) {
      return advice.stuck(failure, second, situation());
    }
  }

  /** Goes back because somebody wants it so; says how Nessie is. */
  String abort() {
    try {
      String checked = rollBack(true);
      steps.emit(EventReason.RESTORE_ABORTED, exchange.action().word() + " was put back");
      return checked;
    } catch (BackupException e) {
      throw record.ours() ? advice.left(e, situation()) : e;
    }
  }

  /** What to throw when a work was going back already, and has now arrived. */
  BackupException finished() {
    String checked = abort();
    return new BackupException(
        Failure.NESSIE,
        "the %s that was begun at %s was being put back; that has been finished now: %s"
            .formatted(exchange.action().word(), record.state().startedAt(), checked),
        "Nothing of it is left. Run the command again to begin anew.");
  }

  private String rollBack(boolean patient) {
    Checkpoint state = record.state();
    record.begins(ExchangeStep.GOING_BACK);
    boolean done = exchange.done();
    boolean touched = done || touched();
    if (done) {
      steps.rollBack();
    }
    String checked = touched ? start(state, patient) : "Nessie was not stopped";
    steps.putBackCronJobs(state);
    steps.discard();
    record.ends();
    return checked;
  }

  private boolean touched() {
    Workload workload = steps.workload();
    return steps.stopped()
        || workload.replicas() != record.state().replicas()
        || plan.reached().map(step -> !HARMLESS.contains(step)).orElse(false);
  }

  /**
   * A Nessie that does not serve its own former catalog has another trouble than this work; all
   * else is put back all the same.
   */
  private String start(Checkpoint state, boolean patient) {
    if (state.replicas() == 0) {
      steps.startNessie(state);
      return "Nessie had no pods before and has none now, so it was not asked";
    }
    if (!patient) {
      steps.orderStart(state);
      return "Nessie starts again and was not waited for";
    }
    try {
      steps.startNessie(state);
      steps.checkFormer();
      return "it shows its %d references".formatted(steps.shown().orElse(0));
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
            record.state().paused().stream()
                .map(PausedCronJob::name)
                .reduce((a, b) -> a + ", " + b)
                .orElse("none"));
  }

  private String catalog() {
    try {
      return exchange.done()
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
              record.state().replicas());
    } catch (BackupException e) {
      return "how many pods \"%s\" has is not known, before it had %d"
          .formatted(plan.workload().name(), record.state().replicas());
    }
  }
}
