package org.nessiebackup.operator.values;

import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.List;
import java.util.Map;

/**
 * How pods are made.
 *
 * @param terminationGracePeriod seconds that a command has to clean up behind itself
 * @param resources of those that have none of their own
 * @param temporarySize the room of /tmp
 * @param securityContext of the pod
 * @param labels further ones
 * @param annotations of the pod
 * @param nodeSelector where it may run
 * @param tolerations where it may run besides
 * @param affinity in place of what is said by itself
 * @param priorityClassName empty: none
 * @param environment further variables
 * @param volumes further ones
 * @param volumeMounts where they are
 */
public record PodValues(
    int terminationGracePeriod,
    ResourceRequirements resources,
    String temporarySize,
    PodSecurityContext securityContext,
    Map<String, String> labels,
    Map<String, String> annotations,
    Map<String, String> nodeSelector,
    List<Toleration> tolerations,
    Affinity affinity,
    String priorityClassName,
    Parameters environment,
    List<Volume> volumes,
    List<VolumeMount> volumeMounts) {
  private static final Affinity ANYWHERE = new Affinity();

  /** Checks what it is told. */
  public PodValues {
    Ranges.atLeast("terminationGracePeriod", terminationGracePeriod, 10);
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
    nodeSelector = Map.copyOf(nodeSelector);
    tolerations = List.copyOf(tolerations);
    volumes = List.copyOf(volumes);
    volumeMounts = List.copyOf(volumeMounts);
  }

  /** Whether somebody says himself where pods run. */
  public boolean placed() {
    return !affinity.equals(ANYWHERE);
  }
}
