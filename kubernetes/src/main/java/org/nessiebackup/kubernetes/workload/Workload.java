package org.nessiebackup.kubernetes.workload;

import java.util.Map;

/**
 * Nessie's workload, as it was at a moment.
 *
 * @param name which one
 * @param uid its identity: another one of the same name has another
 * @param version of the object, for changes that want to be the next
 * @param scale how many pods it has
 * @param template what its pods are like
 * @param labels its labels
 * @param annotations its annotations
 */
public record Workload(
    WorkloadName name,
    String uid,
    String version,
    Scale scale,
    Template template,
    Map<String, String> labels,
    Map<String, String> annotations) {
  /** Copies the maps. */
  public Workload {
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
  }

  /**
   * How many pods there are.
   *
   * @param wanted how many are wanted
   * @param ready how many of them answer
   * @param settled whether the controller has seen the newest version of what is wanted
   */
  public record Scale(int wanted, int ready, boolean settled) {}

  /**
   * What the pods are like.
   *
   * @param selector which pods are its own
   * @param labels that they carry
   * @param port where they serve Nessie's API
   */
  public record Template(String selector, Map<String, String> labels, int port) {
    /** Copies the map. */
    public Template {
      labels = Map.copyOf(labels);
    }
  }

  /** How many pods are wanted. */
  public int replicas() {
    return scale.wanted();
  }

  /** How many pods answer. */
  public int readyReplicas() {
    return scale.ready();
  }
}
