package org.nessiebackup.operator.values;

import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Restores where nobody lives.
 *
 * @param nessie the Nessie that serves the copy
 * @param temporarySize room for the copy
 */
public record DrillValues(
    boolean enabled,
    String schedule,
    CopiedNessie nessie,
    String temporarySize,
    int backoffLimit,
    List<String> arguments,
    int deadline,
    ResourceRequirements resources)
    implements JobValues.Scheduled {
  /** Checks what it is told. */
  public DrillValues {
    Objects.requireNonNull(schedule);
    Objects.requireNonNull(nessie);
    Objects.requireNonNull(temporarySize);
    Ranges.atLeast("backoffLimit", backoffLimit, 0);
    Ranges.deadline(deadline);
    arguments = List.copyOf(arguments);
  }

  @Override
  public Optional<Integer> tries() {
    return Optional.of(backoffLimit);
  }

  @Override
  public Optional<String> room() {
    return Optional.of(temporarySize);
  }
}
