package org.nessiebackup.kubernetes.workload;

import java.util.Locale;
import org.nessiebackup.kubernetes.cluster.ObjectKind;

/** What can run Nessie. */
public enum WorkloadKind {
  /** As Nessie's own chart makes it. */
  DEPLOYMENT(ObjectKind.DEPLOYMENT),
  /** For those who deploy it otherwise. */
  STATEFUL_SET(ObjectKind.STATEFUL_SET);

  private final ObjectKind objects;

  WorkloadKind(ObjectKind objects) {
    this.objects = objects;
  }

  /** Its objects. */
  public ObjectKind objects() {
    return objects;
  }

  /** As it is in a manifest. */
  public String kind() {
    return objects.kind();
  }

  /** As rules of a Role name it. */
  public String resource() {
    return objects.resource();
  }

  /** As kubectl takes it: {@code deployment}. */
  public String word() {
    return kind().toLowerCase(Locale.ROOT);
  }
}
