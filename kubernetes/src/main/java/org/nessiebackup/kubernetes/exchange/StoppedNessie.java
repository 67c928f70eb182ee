package org.nessiebackup.kubernetes.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.kubernetes.workload.Checkpoint;
import org.nessiebackup.kubernetes.workload.ClusterEvents;
import org.nessiebackup.kubernetes.workload.CronJobs;
import org.nessiebackup.kubernetes.workload.EventReason;
import org.nessiebackup.kubernetes.workload.PausedCronJob;
import org.nessiebackup.kubernetes.workload.Scaler;
import org.nessiebackup.kubernetes.workload.WorkloadName;
import org.nessiebackup.tables.CatalogLocation;

/**
 * The Nessie that a catalog moves away from: it is stopped and stays so, or is put back as it was.
 * How it was is in the checkpoint.
 *
 * @param side where it is
 * @param plan what was found there
 * @param catalog what it serves; absent if its server does not answer
 * @param checkpoints how far all has come
 */
record StoppedNessie(
    WorkloadHandover.Side side,
    WorkloadPlan plan,
    Optional<CatalogLocation> catalog,
    CheckpointWriter checkpoints) {
  private WorkloadName name() {
    return plan.workload().name();
  }

  void emit(EventReason reason, String message) {
    new ClusterEvents(side.context().uninterruptibleCluster())
        .emit(plan.workload(), reason, message);
  }

  void pauseCronJobs() {
    checkpoints
        .current()
        .paused()
        .forEach(new CronJobs(side.context().uninterruptibleCluster())::pause);
  }

  /** Until a request to stop; what was begun then is put back by whoever notices it. */
  void stop() {
    new Scaler(side.context().cluster(), side.options().terms().scaling()).stop(name());
    catalog.ifPresent(
        there ->
            new DatabaseSessions(side.context(), there)
                .awaitNone(side.options().terms().sessions()));
    emit(EventReason.STOPPED, "Nessie has no pods any more, as its catalog moves away");
  }

  /**
   * Makes all as it was.
   *
   * @param awaited whether to wait until it is ready
   */
  void putBack(boolean awaited) {
    checkpoints.begins(ExchangeStep.GOING_BACK);
    Checkpoint checkpoint = checkpoints.current();
    Scaler scaler =
        new Scaler(side.context().uninterruptibleCluster(), side.options().terms().scaling());
    if (awaited) {
      startAsBefore(scaler, checkpoint.replicas());
    } else {
      scaler.scale(name(), checkpoint.replicas());
    }
    checkpoint.paused().forEach(new CronJobs(side.context().uninterruptibleCluster())::putBack);
    checkpoints.ends();
  }

  /** That it does not come up as before is another trouble than the one that is told already. */
  private void startAsBefore(Scaler scaler, int replicas) {
    try {
      scaler.start(name(), replicas);
    } catch (BackupException e) {
      if (e.failure() != Failure.NESSIE) {
        throw e;
      }
      side.context().uninterruptible().progress().warning(e.getMessage());
    }
  }

  /** What somebody has to keep in mind from now on. */
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    notes.add(
        "\"%s\" in namespace \"%s\" has no pods any more, and must get none: its catalog has moved"
            .formatted(name(), name().namespace()));
    List<PausedCronJob> paused = checkpoints.current().paused();
    if (!paused.isEmpty()) {
      notes.add(
          "CronJobs that cleaned up there stay suspended: "
              + paused.stream()
                  .map(job -> "\"" + job.name() + "\"")
                  .collect(Collectors.joining(", ")));
    }
    plan.namespace()
        .owner()
        .ifPresent(
            owner ->
                notes.add(
                    "%s (%s) may start it again: set its replicas to 0 there"
                        .formatted(owner.tool(), owner.object())));
    return notes;
  }
}
