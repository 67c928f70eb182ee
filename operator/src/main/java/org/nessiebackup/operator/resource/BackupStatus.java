package org.nessiebackup.operator.resource;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;

/**
 * How a backup went.
 *
 * @param observedGeneration the generation of the resource that this was said of
 * @param job the Job that makes it
 * @param backup the id of the backup
 * @param type full or incremental
 * @param rows rows that all tables had at that moment
 * @param storedBytes its size in the vault
 * @param snapshotAt the moment whose state it holds
 * @param completedAt when it was made, or has failed
 * @param conditions what can be said of it
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record BackupStatus(
    @JsonPropertyDescription("The generation of the resource that this was said of.")
        Long observedGeneration,
    @JsonPropertyDescription("The Job that makes it.") JobReference job,
    @JsonPropertyDescription("The id of the backup.") String backup,
    @JsonPropertyDescription("full or incremental.") String type,
    @JsonPropertyDescription("Rows that all tables had at that moment.") Long rows,
    @JsonPropertyDescription("Its size in the vault.") Long storedBytes,
    @JsonPropertyDescription("The moment whose state it holds.") String snapshotAt,
    @JsonPropertyDescription("When it was made, or has failed.") String completedAt,
    @JsonPropertyDescription("What can be said of it.") List<StatusCondition> conditions) {
  /** Nothing has been seen yet. */
  public static BackupStatus none() {
    return new BackupStatus(null, null, null, null, null, null, null, null, null);
  }

  /** Conditions that are not given are none. */
  public BackupStatus {
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
  }
}
