package org.nessiebackup.kubernetes.workload;

/**
 * Names a workload.
 *
 * @param kind Deployment or StatefulSet
 * @param namespace its namespace
 * @param name its name
 */
public record WorkloadName(WorkloadKind kind, String namespace, String name) {
  /** The name of the lease that whoever works on it holds; Roles are held to it. */
  public String leaseName() {
    return "nessie-backup-%s-%s".formatted(kind.word(), name);
  }

  /** As kubectl takes it: {@code deployment/nessie}. */
  @Override
  public String toString() {
    return kind.word() + "/" + name;
  }
}
