package org.nessiebackup.kubernetes;

import java.util.List;

/** How Nessie's API is reached. */
public enum NessieWay {
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
      case SERVICE -> Permissions.of("", "services", "list");
      case POD_PROXY -> Permissions.of("", "pods/proxy", "get");
    };
  }

  /** The way that is open. */
  public static NessieWay of(Cluster cluster, boolean addressGiven) {
    if (addressGiven) {
      return ADDRESS;
    }
    return cluster.inside() ? SERVICE : POD_PROXY;
  }
}
