package org.nessiebackup.operator.resource;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;

/**
 * What is in a vault.
 *
 * @param observedGeneration the generation of the resource that this was said of
 * @param catalogs the catalogs that use it
 * @param observed what {@code status} has said of it last
 * @param conditions what can be said of it
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record VaultStatus(
    @JsonPropertyDescription("The generation of the resource that this was said of.")
        Long observedGeneration,
    @JsonPropertyDescription("The catalogs that use it.") List<String> catalogs,
    @JsonPropertyDescription("What status has said of it last.") VaultObservation observed,
    @JsonPropertyDescription("What can be said of it.") List<StatusCondition> conditions) {
  /** Lists that are not given are empty. */
  public VaultStatus {
    catalogs = catalogs == null ? List.of() : List.copyOf(catalogs);
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
  }
}
