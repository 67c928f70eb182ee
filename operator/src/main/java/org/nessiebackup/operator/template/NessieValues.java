package org.nessiebackup.operator.template;

import java.util.List;
import java.util.Objects;

/**
 * Nessie itself.
 *
 * @param workload its Deployment or StatefulSet
 * @param port on which it serves its API
 * @param cronJobs that a restore may suspend; empty: all
 */
public record NessieValues(String workload, int port, List<String> cronJobs) {
  /** Checks what it is told. */
  public NessieValues {
    Objects.requireNonNull(workload);
    Ranges.port("port", port);
    cronJobs = List.copyOf(cronJobs);
  }
}
