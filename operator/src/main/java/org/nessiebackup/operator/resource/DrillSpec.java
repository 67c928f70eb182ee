package org.nessiebackup.operator.resource;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * A rehearsal that is asked for.
 *
 * @param catalogRef the NessieCatalog whose vault is tried
 * @param source what is restored where nobody lives; the newest backup if not given
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(value = "self == oldSelf", message = "it cannot change: make another one")
public record DrillSpec(
    @Required @JsonPropertyDescription("The NessieCatalog whose vault is tried.")
        ObjectReference catalogRef,
    @JsonPropertyDescription("What is restored where nobody lives; the newest backup if not given.")
        TargetSource source) {
  /** What is not given is the newest backup. */
  public DrillSpec {
    source = source == null ? new TargetSource("latest", null, null) : source;
  }
}
