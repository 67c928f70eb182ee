package org.nessiebackup.kubernetes.workload;

/** What can run Nessie. */
public enum WorkloadKind {
  /** As Nessie's own chart makes it. */
  DEPLOYMENT("Deployment", "deployments"),
  /** For those who deploy it otherwise. */
  STATEFUL_SET("StatefulSet", "statefulsets");

  private final String kind;
  private final String resource;

  WorkloadKind(String kind, String resource) {
    this.kind = kind;
    this.resource = resource;
  }

  /** As it stands in a manifest. */
  public String kind() {
    return kind;
  }

  /** As rules of a Role name it. */
  public String resource() {
    return resource;
  }

  /** As kubectl takes it: {@code deployment}. */
  public String word() {
    return kind.toLowerCase(java.util.Locale.ROOT);
  }
}
