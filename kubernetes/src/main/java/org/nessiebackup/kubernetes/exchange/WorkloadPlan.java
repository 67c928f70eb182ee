package org.nessiebackup.kubernetes.exchange;

import java.util.List;
import java.util.Optional;
import org.nessiebackup.kubernetes.workload.Checkpoint;
import org.nessiebackup.kubernetes.workload.ExchangeAction;
import org.nessiebackup.kubernetes.workload.NamespaceContext;
import org.nessiebackup.kubernetes.workload.PausedCronJob;
import org.nessiebackup.kubernetes.workload.Workload;

/**
 * What an exchange will do to Nessie.
 *
 * @param action which kind of exchange
 * @param workload Nessie's workload
 * @param resumed the exchange that was begun there and will be taken up again, if there is one
 * @param namespace what else is around it
 * @param stopFirst whether it stops before anything else
 */
public record WorkloadPlan(
    ExchangeAction action,
    Workload workload,
    Optional<Checkpoint> resumed,
    NamespaceContext namespace,
    boolean stopFirst) {
  /** How many pods there will be in the end. */
  public int replicas() {
    return resumed.map(Checkpoint::replicas).orElse(workload.replicas());
  }

  /** CronJobs that pause meanwhile. */
  public List<PausedCronJob> cronJobs() {
    return resumed.map(Checkpoint::paused).orElse(namespace.cronJobs());
  }

  /** How far the exchange had come that is taken up again. */
  public Optional<ExchangeStep> reached() {
    return resumed.flatMap(state -> ExchangeStep.of(state.step()));
  }
}
