package org.nessiebackup.operator.values;

import java.util.List;
import java.util.Objects;

/**
 * Nessie itself.
 *
 * @param workload its Deployment or StatefulSet
 * @param port on which it serves its API
 * @param cronJobs that a restore may suspend; empty: all
 * @param url of its API; empty: that of a Service of the workload's name
 */
public record NessieValues(String workload, int port, List<String> cronJobs, String url) {
  /** Checks what it is told. */
  public NessieValues {
    Objects.requireNonNull(workload);
    Objects.requireNonNull(url);
    Ranges.port("port", port);
    cronJobs = List.copyOf(cronJobs);
  }

  /** Where its API is asked, in the namespace. */
  public String address() {
    return url.isEmpty() ? "http://%s:%d".formatted(workload, port) : url;
  }
}
