package org.nessiebackup.cli.monitoring;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.cli.delivery.SecretAddress;

/**
 * Who is told.
 *
 * @param metricsFile the file for the textfile collector
 * @param pushGateway the Pushgateway
 * @param notified who hears of failures and recoveries
 * @param notifyFormat in which form; by the host's name if absent
 * @param heartbeat who hears of every run
 * @param terminationLog the file that the container's platform reads
 */
public record MonitoringSettings(
    Optional<Path> metricsFile,
    Optional<SecretAddress> pushGateway,
    List<SecretAddress> notified,
    Optional<NotifyFormat> notifyFormat,
    Optional<SecretAddress> heartbeat,
    Optional<Path> terminationLog) {
  /** Takes its own copy of the list. */
  public MonitoringSettings {
    notified = List.copyOf(notified);
  }

  /**
   * For a run that only plans: nothing was done that anybody watches for, but whoever runs it as a
   * container reads the plan in its last words.
   */
  public MonitoringSettings ofPlan() {
    return new MonitoringSettings(
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        terminationLog);
  }

  /** Whether nobody is told. */
  boolean isEmpty() {
    return metricsFile.isEmpty()
        && pushGateway.isEmpty()
        && notified.isEmpty()
        && heartbeat.isEmpty()
        && terminationLog.isEmpty();
  }
}
