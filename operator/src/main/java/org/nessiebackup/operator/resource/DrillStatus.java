package org.nessiebackup.operator.resource;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;

/**
 * How a rehearsal went.
 *
 * @param observedGeneration the generation of the resource that this was said of
 * @param job the Job that rehearses
 * @param backup the backup that was restored
 * @param recoverySeconds from nothing to a catalog that serves, in seconds
 * @param failedStep the step that has failed
 * @param completedAt when it was over
 * @param conditions what can be said of it
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record DrillStatus(
    @JsonPropertyDescription("The generation of the resource that this was said of.")
        Long observedGeneration,
    @JsonPropertyDescription("The Job that rehearses.") JobReference job,
    @JsonPropertyDescription("The backup that was restored.") String backup,
    @JsonPropertyDescription("From nothing to a catalog that serves, in seconds.")
        Double recoverySeconds,
    @JsonPropertyDescription("The step that has failed.") String failedStep,
    @JsonPropertyDescription("When it was over.") String completedAt,
    @JsonPropertyDescription("What can be said of it.") List<StatusCondition> conditions) {
  /** Nothing has been seen yet. */
  public static DrillStatus none() {
    return new DrillStatus(null, null, null, null, null, null, null);
  }

  /** Conditions that are not given are none. */
  public DrillStatus {
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
  }
}
