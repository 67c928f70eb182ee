package org.nessiebackup.kubernetes.exchange;

import java.util.List;
import java.util.Optional;
import org.nessiebackup.kubernetes.api.ApiAccess;
import org.nessiebackup.kubernetes.workload.Checkpoint;
import org.nessiebackup.kubernetes.workload.NamespaceContext;
import org.nessiebackup.kubernetes.workload.PausedCronJob;
import org.nessiebackup.kubernetes.workload.Workload;

/**
 * What a work will do to Nessie, before it does anything.
 *
 * @param workload Nessie's workload
 * @param resumed the work that was begun there and will be taken up again, if there is one
 * @param namespaceContext what else is around it
 * @param access how its API will be asked
 * @param stopFirst whether it stops before anything else
 */
public record ExchangePlan(
    Workload workload,
    Optional<Checkpoint> resumed,
    NamespaceContext namespaceContext,
    ApiAccess access,
    boolean stopFirst) {
  /** How many pods there will be in the end. */
  public int replicas() {
    return resumed.map(Checkpoint::replicas).orElse(workload.replicas());
  }

  /** CronJobs that pause meanwhile. */
  public List<PausedCronJob> cronJobs() {
    return resumed.map(Checkpoint::paused).orElse(namespaceContext.cronJobs());
  }

  /** How far the work had come that is taken up again. */
  public Optional<ExchangeStep> reached() {
    return resumed.flatMap(state -> ExchangeStep.of(state.step()));
  }
}
