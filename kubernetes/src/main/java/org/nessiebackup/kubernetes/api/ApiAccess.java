package org.nessiebackup.kubernetes.api;

import java.util.List;
import org.nessiebackup.kubernetes.cluster.Cluster;
import org.nessiebackup.kubernetes.cluster.ObjectKind;
import org.nessiebackup.kubernetes.cluster.Permission;
import org.nessiebackup.kubernetes.cluster.PodProxy;

/** How Nessie's API is reached. */
public enum ApiAccess {
  /** By an address that the user gave. */
  ADDRESS,
  /** By the Service in front of it, from inside the cluster. */
  SERVICE,
  /** Through the API server, which forwards to a pod, from outside. */
  POD_PROXY;

  /** What that needs to be allowed. */
  public List<Permission> permissions() {
    return switch (this) {
      case ADDRESS -> List.of();
      case SERVICE -> List.of(ObjectKind.SERVICE.permission("list"));
      case POD_PROXY -> PodProxy.permissions();
    };
  }

  /** The way that is open. */
  public static ApiAccess of(Cluster cluster, boolean addressGiven) {
    if (addressGiven) {
      return ADDRESS;
    }
    return cluster.inside() ? SERVICE : POD_PROXY;
  }
}
