package org.nessiebackup.kubernetes.exchange;

import java.util.List;
import java.util.Optional;
import org.nessiebackup.kubernetes.NessieWay;
import org.nessiebackup.kubernetes.PausedCronJob;
import org.nessiebackup.kubernetes.SavedState;
import org.nessiebackup.kubernetes.Surroundings;
import org.nessiebackup.kubernetes.Workload;

/**
 * What a work will do to Nessie, before it does anything.
 *
 * @param workload Nessie's workload
 * @param resumed the work that was begun there and will be taken up again, if there is one
 * @param surroundings what else is around it
 * @param way how its API will be asked
 * @param stopFirst whether it stops before anything else
 */
public record ExchangePlan(
    Workload workload,
    Optional<SavedState> resumed,
    Surroundings surroundings,
    NessieWay way,
    boolean stopFirst) {
  /** How many pods there will be in the end. */
  public int replicas() {
    return resumed.map(SavedState::replicas).orElse(workload.replicas());
  }

  /** CronJobs that pause meanwhile. */
  public List<PausedCronJob> cronJobs() {
    return resumed.map(SavedState::paused).orElse(surroundings.cronJobs());
  }

  /** How far the work had come that is taken up again. */
  public Optional<WorkStep> reached() {
    return resumed.flatMap(state -> WorkStep.of(state.step()));
  }
}
