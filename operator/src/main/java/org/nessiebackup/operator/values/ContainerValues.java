package org.nessiebackup.operator.values;

import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.List;
import java.util.Optional;

/** What every section of the settings says of its pod. */
public sealed interface ContainerValues permits JobValues, ServiceValues {
  /** Further arguments of the command. */
  List<String> arguments();

  /** In place of those of all pods, if there are any. */
  ResourceRequirements resources();

  /** The room of /tmp, if it is another one than that of all pods. */
  default Optional<String> room() {
    return Optional.empty();
  }
}
