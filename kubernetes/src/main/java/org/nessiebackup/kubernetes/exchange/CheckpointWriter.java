package org.nessiebackup.kubernetes.exchange;

import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.kubernetes.lease.WorkloadLease;
import org.nessiebackup.kubernetes.workload.Checkpoint;
import org.nessiebackup.kubernetes.workload.CheckpointStore;
import org.nessiebackup.kubernetes.workload.WorkloadName;

/**
 * Writes down which step is begun, and proves each time that the workload is still ours. So no step
 * begins after the lease was lost or somebody else has written.
 */
final class CheckpointWriter {
  private final CheckpointStore states;
  private final WorkloadName workload;
  private final WorkloadLease lease;
  private final Stopwatch watch;
  private Checkpoint state;
  private boolean ours = true;

  CheckpointWriter(
      CheckpointStore states,
      WorkloadName workload,
      WorkloadLease lease,
      Stopwatch watch,
      Checkpoint state) {
    this.states = states;
    this.workload = workload;
    this.lease = lease;
    this.watch = watch;
    this.state = state;
  }

  Checkpoint state() {
    return state;
  }

  /** Whether nobody else has taken the work over, as far as was seen. */
  boolean ours() {
    return ours;
  }

  void begins(ExchangeStep step) {
    watch.begins(step);
    check();
    Checkpoint next = state.at(step.word());
    if (!next.equals(state)) {
      guarded(() -> states.write(workload, Optional.of(state), next));
      state = next;
    }
  }

  /** Right before what must not be done by two. */
  void check() {
    guarded(lease::check);
  }

  void ends() {
    check();
    guarded(() -> states.remove(workload, state));
    watch.ends();
  }

  private void guarded(Runnable step) {
    try {
      step.run();
    } catch (BackupException e) {
      ours &= e.failure() != org.nessiebackup.Failure.LOCKED;
      throw e;
    }
  }
}
