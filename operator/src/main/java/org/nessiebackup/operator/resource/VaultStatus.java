package org.nessiebackup.operator.resource;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;

/**
 * What is in a vault.
 *
 * @param observedGeneration the generation of the resource that this was said of
 * @param place where it is
 * @param catalogs the catalogs that use it
 * @param backups backups that can be read
 * @param bytes the size of all objects
 * @param newestBackup the moment whose state the newest backup holds
 * @param lastVerification when a backup was verified last
 * @param lastDrill when a drill was passed last
 * @param observedAt when all this was seen
 * @param conditions what can be said of it
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record VaultStatus(
    @JsonPropertyDescription("The generation of the resource that this was said of.")
        Long observedGeneration,
    @JsonPropertyDescription("Where it is.") String place,
    @JsonPropertyDescription("The catalogs that use it.") List<String> catalogs,
    @JsonPropertyDescription("Backups that can be read.") Long backups,
    @JsonPropertyDescription("The size of all objects.") Long bytes,
    @JsonPropertyDescription("The moment whose state the newest backup holds.") String newestBackup,
    @JsonPropertyDescription("When a backup was verified last.") String lastVerification,
    @JsonPropertyDescription("When a drill was passed last.") String lastDrill,
    @JsonPropertyDescription("When all this was seen.") String observedAt,
    @JsonPropertyDescription("What can be said of it.") List<StatusCondition> conditions) {
  /** Nothing has been seen yet. */
  public static VaultStatus none() {
    return new VaultStatus(null, null, null, null, null, null, null, null, null, null);
  }

  /** Conditions that are not given are none. */
  public VaultStatus {
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
    catalogs = catalogs == null ? List.of() : List.copyOf(catalogs);
  }
}
