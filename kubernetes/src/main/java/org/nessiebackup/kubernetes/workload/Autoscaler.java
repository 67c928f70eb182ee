package org.nessiebackup.kubernetes.workload;

import java.util.Optional;

/**
 * A HorizontalPodAutoscaler of the workload.
 *
 * @param name its name
 * @param minimum fewest pods
 * @param maximum most pods
 * @param scaledObject the ScaledObject of KEDA that made it, which scales up from 0 too
 */
public record Autoscaler(String name, int minimum, int maximum, Optional<String> scaledObject) {
  /** What the user should know. */
  String notice() {
    return scaledObject
        .map(
            object ->
                "KEDA scales this workload (ScaledObject \"%s\"), also up from 0; pause it first: kubectl annotate scaledobject %s autoscaling.keda.sh/paused=true"
                    .formatted(object, object))
        .orElseGet(
            () ->
                "the HorizontalPodAutoscaler \"%s\" keeps %d to %d pods; it is inactive while there are none"
                    .formatted(name, minimum, maximum));
  }
}
