package org.nessiebackup.kubernetes.job;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is to run in the cluster.
 *
 * @param component whose pods are right for it, by the label of the CronJob
 * @param instance which of several installations in the namespace; the only one if absent
 * @param arguments the command line; as the CronJob has it if empty
 * @param kept whether the Job stays when it has ended, with its log
 * @param limit how long to wait for its end
 */
public record JobRequest(
    String component,
    Optional<String> instance,
    List<String> arguments,
    boolean kept,
    Duration limit) {
  /** Takes its own copy of the list. */
  public JobRequest {
    arguments = List.copyOf(arguments);
  }
}
