package org.nessiebackup.operator.resource;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;

/**
 * How far a restore is.
 *
 * @param observedGeneration the generation of the resource that this was said of
 * @param plan what would be done
 * @param planDigest the digest of the plan: approval has to be the same. Another object of the same
 *     text has another one
 * @param plannedAt when the plan was made
 * @param target names the database, the vault and the Nessie that the plan is about: if the catalog
 *     has others, it is not restored
 * @param planJob the Job that plans
 * @param startedAt when the restore has begun
 * @param restoreJob the Job that restores
 * @param completedAt when it was done, or has failed
 * @param downtimeSeconds from the order to stop Nessie until its API was right again
 * @param references branches and tags that Nessie shows, each compared
 * @param keptSchema where the replaced tables are kept, for undo
 * @param undoJob the Job that takes it back
 * @param undoneAt when it was taken back
 * @param conditions what can be said of it
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RestoreStatus(
    @JsonPropertyDescription("The generation of the resource that this was said of.")
        Long observedGeneration,
    @JsonPropertyDescription("What would be done.") RestorePlan plan,
    @JsonPropertyDescription(
            "The digest of the plan: approval has to be the same. Another object of the same text"
                + " has another one.")
        String planDigest,
    @JsonPropertyDescription("When the plan was made.") String plannedAt,
    @JsonPropertyDescription(
            "Names the database, the vault and the Nessie that the plan is about: if the catalog"
                + " has others, it is not restored.")
        String target,
    @JsonPropertyDescription("The Job that plans.") JobReference planJob,
    @JsonPropertyDescription("When the restore has begun.") String startedAt,
    @JsonPropertyDescription("The Job that restores.") JobReference restoreJob,
    @JsonPropertyDescription("When it was done, or has failed.") String completedAt,
    @JsonPropertyDescription("From the order to stop Nessie until its API was right again.")
        Double downtimeSeconds,
    @JsonPropertyDescription("Branches and tags that Nessie shows, each compared.") Long references,
    @JsonPropertyDescription("Where the replaced tables are kept, for undo.") String keptSchema,
    @JsonPropertyDescription("The Job that takes it back.") JobReference undoJob,
    @JsonPropertyDescription("When it was taken back.") String undoneAt,
    @JsonPropertyDescription("What can be said of it.") List<StatusCondition> conditions) {
  /** Nothing has been seen yet. */
  public static RestoreStatus none() {
    return new RestoreStatus(
        null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);
  }

  /** Conditions that are not given are none. */
  public RestoreStatus {
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
  }
}
