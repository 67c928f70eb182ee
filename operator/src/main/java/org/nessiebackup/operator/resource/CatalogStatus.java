package org.nessiebackup.operator.resource;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;

/**
 * How a catalog is protected.
 *
 * @param observedGeneration the generation of the resource that this was said of
 * @param vault what status has said of the vault
 * @param recoveryPoint the moment that a restore could bring back, as it was when status or a
 *     backup last said so
 * @param lastDrillSeconds how long the newest drill took from nothing to a catalog that serves
 * @param recentBackups the newest backups of the schedules, the newest first
 * @param runs the newest run of each schedule
 * @param conditions what can be said of it
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record CatalogStatus(
    @JsonPropertyDescription("The generation of the resource that this was said of.")
        Long observedGeneration,
    @JsonPropertyDescription("What status has said of the vault.") VaultObservation vault,
    @JsonPropertyDescription(
            "The moment that a restore could bring back, as it was when status or a backup last"
                + " said so.")
        String recoveryPoint,
    @JsonPropertyDescription(
            "How long the newest drill took, from nothing to a catalog that serves, in seconds.")
        Double lastDrillSeconds,
    @JsonPropertyDescription("The newest backups of the schedules, the newest first.")
        List<RecordedBackup> recentBackups,
    @JsonPropertyDescription("The newest run of each schedule.") List<RunStatus> runs,
    @JsonPropertyDescription("What can be said of it.") List<StatusCondition> conditions) {
  /** Nothing has been seen yet. */
  public static CatalogStatus none() {
    return new CatalogStatus(null, null, null, null, null, null, null);
  }

  /** Conditions that are not given are none. */
  public CatalogStatus {
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
    recentBackups = recentBackups == null ? List.of() : List.copyOf(recentBackups);
    runs = runs == null ? List.of() : List.copyOf(runs);
  }
}
