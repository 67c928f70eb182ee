package org.nessiebackup.kubernetes.exchange;

import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.kubernetes.lease.WorkloadLease;
import org.nessiebackup.kubernetes.workload.Checkpoint;
import org.nessiebackup.kubernetes.workload.CheckpointStore;
import org.nessiebackup.kubernetes.workload.WorkloadName;

/**
 * Writes a checkpoint as each step begins, and proves each time that the workload is still ours. So
 * no step begins after the lease was lost or somebody else has written.
 */
final class CheckpointWriter {
  private final CheckpointStore store;
  private final WorkloadName workload;
  private final WorkloadLease lease;
  private final Stopwatch watch;
  private Checkpoint current;
  private boolean ours = true;

  CheckpointWriter(
      CheckpointStore store,
      WorkloadName workload,
      WorkloadLease lease,
      Stopwatch watch,
      Checkpoint current) {
    this.store = store;
    this.workload = workload;
    this.lease = lease;
    this.watch = watch;
    this.current = current;
  }

  Checkpoint current() {
    return current;
  }

  /** Whether nobody else has taken the work over, as far as was seen. */
  boolean ours() {
    return ours;
  }

  void begins(ExchangeStep step) {
    watch.begins(step);
    check();
    Checkpoint next = current.at(step.label());
    if (!next.equals(current)) {
      guarded(() -> store.write(workload, Optional.of(current), next));
      current = next;
    }
  }

  /** Right before what must not be done by two. */
  void check() {
    guarded(lease::check);
  }

  void ends() {
    check();
    guarded(() -> store.remove(workload, current));
    watch.ends();
  }

  private void guarded(Runnable step) {
    try {
      step.run();
    } catch (BackupException e) {
      ours &= e.failure() != Failure.LOCKED;
      throw e;
    }
  }
}
