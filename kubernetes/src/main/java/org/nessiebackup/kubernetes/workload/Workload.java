package org.nessiebackup.kubernetes.workload;

import java.util.Map;

/**
 * Nessie's workload, as it was at a moment.
 *
 * @param name which one
 * @param uid its identity: another one of the same name has another
 * @param version of the object, for changes that want to be the next
 * @param settled whether its controller has seen the newest version of what is wanted
 * @param replicas how many pods are wanted
 * @param readyReplicas how many of them answer
 * @param selector which pods are its own
 * @param podLabels labels that its pods carry
 * @param port where a pod serves Nessie's API
 * @param labels its labels
 * @param annotations its annotations
 */
public record Workload(
    WorkloadName name,
    String uid,
    String version,
    boolean settled,
    int replicas,
    int readyReplicas,
    String selector,
    Map<String, String> podLabels,
    int port,
    Map<String, String> labels,
    Map<String, String> annotations) {
  /** Copies the maps. */
  public Workload {
    podLabels = Map.copyOf(podLabels);
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
  }
}
