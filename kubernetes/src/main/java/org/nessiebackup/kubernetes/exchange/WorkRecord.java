package org.nessiebackup.kubernetes.exchange;

import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.kubernetes.SavedState;
import org.nessiebackup.kubernetes.SavedStates;
import org.nessiebackup.kubernetes.WorkloadLease;
import org.nessiebackup.kubernetes.WorkloadName;

/**
 * Writes down which step is begun, and proves each time that the workload is still ours. So no step
 * begins after the lease was lost or somebody else has written.
 */
final class WorkRecord {
  private final SavedStates states;
  private final WorkloadName workload;
  private final WorkloadLease lease;
  private final Stopwatch watch;
  private SavedState state;
  private boolean ours = true;

  WorkRecord(
      SavedStates states,
      WorkloadName workload,
      WorkloadLease lease,
      Stopwatch watch,
      SavedState state) {
    this.states = states;
    this.workload = workload;
    this.lease = lease;
    this.watch = watch;
    this.state = state;
  }

  SavedState state() {
    return state;
  }

  /** Whether nobody else has taken the work over, as far as was seen. */
  boolean ours() {
    return ours;
  }

  void begins(WorkStep step) {
    watch.begins(step);
    check();
    SavedState next = state.at(step.word());
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
