package org.nessiebackup.kubernetes;

/**
 * Names a workload.
 *
 * @param kind Deployment or StatefulSet
 * @param namespace its namespace
 * @param name its name
 */
public record WorkloadName(WorkloadKind kind, String namespace, String name) {
  /** As kubectl takes it: {@code deployment/nessie}. */
  @Override
  public String toString() {
    return kind.word() + "/" + name;
  }
}
