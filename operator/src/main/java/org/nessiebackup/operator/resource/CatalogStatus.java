package org.nessiebackup.operator.resource;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;

/**
 * How a catalog is protected.
 *
 * @param observedGeneration the generation of the resource that this was said of
 * @param vault the vault, by its address
 * @param recoveryPoint the moment that a restore could bring back, as it was when status or a
 *     backup last said so
 * @param lastVerification when a backup was verified last
 * @param lastDrill when a drill was passed last
 * @param lastDrillSeconds how long it took from nothing to a catalog that serves
 * @param recentBackups the newest backups of the schedules, the newest first
 * @param runs the newest run of each schedule
 * @param conditions what can be said of it
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record CatalogStatus(
    @JsonPropertyDescription("The generation of the resource that this was said of.")
        Long observedGeneration,
    @JsonPropertyDescription("The vault, by its address.") String vault,
    @JsonPropertyDescription(
            "The moment that a restore could bring back, as it was when status or a backup last"
                + " said so.")
        String recoveryPoint,
    @JsonPropertyDescription("When a backup was verified last.") String lastVerification,
    @JsonPropertyDescription("When a drill was passed last.") String lastDrill,
    @JsonPropertyDescription("How long it took from nothing to a catalog that serves.")
        Double lastDrillSeconds,
    @JsonPropertyDescription("The newest backups of the schedules, the newest first.")
        List<RecordedBackup> recentBackups,
    @JsonPropertyDescription("The newest run of each schedule.") List<RunStatus> runs,
    @JsonPropertyDescription("What can be said of it.") List<StatusCondition> conditions) {
  /** Nothing has been seen yet. */
  public static CatalogStatus none() {
    return new CatalogStatus(null, null, null, null, null, null, null, null, null);
  }

  /** Conditions that are not given are none. */
  public CatalogStatus {
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
    recentBackups = recentBackups == null ? List.of() : List.copyOf(recentBackups);
    runs = runs == null ? List.of() : List.copyOf(runs);
  }
}
