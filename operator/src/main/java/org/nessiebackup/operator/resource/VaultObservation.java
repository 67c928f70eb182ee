package org.nessiebackup.operator.resource;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;

/**
 * What {@code status} has said of a vault.
 *
 * @param place where it is
 * @param backups how many can be read
 * @param bytes the size of all objects
 * @param newestBackup the moment whose state the newest backup holds
 * @param lastVerification when a backup was verified last
 * @param lastDrill when a drill was passed last
 * @param stale whether something is older than allowed
 * @param findings what is, for people; the first of them
 * @param observedAt when all this was seen
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record VaultObservation(
    @JsonPropertyDescription("Where it is.") String place,
    @JsonPropertyDescription("Backups that can be read.") Long backups,
    @JsonPropertyDescription("The size of all objects.") Long bytes,
    @JsonPropertyDescription("The moment whose state the newest backup holds.") String newestBackup,
    @JsonPropertyDescription("When a backup was verified last.") String lastVerification,
    @JsonPropertyDescription("When a drill was passed last.") String lastDrill,
    @JsonPropertyDescription("Whether something is older than allowed.") Boolean stale,
    @JsonPropertyDescription("What is, for people; the first of them.") List<String> findings,
    @JsonPropertyDescription("When all this was seen.") String observedAt) {
  /** Findings that are not given are none. */
  public VaultObservation {
    findings = findings == null ? List.of() : List.copyOf(findings);
  }
}
