package org.nessiebackup.operator.resource;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;

/**
 * What a restore would do.
 *
 * @param point the recovery point that would be restored, as it was when the plan was made: latest
 *     is resolved
 * @param kind exact: a backup. tip: a backup and what branches and tags have led to since. journal:
 *     as of the end of a transaction
 * @param at the moment whose state it holds
 * @param position where the state ends, if it is one of the journal
 * @param rows rows of it
 * @param lostCommits commits on branches that are in the catalog and would not be any more
 * @param lostContents tables, views and the like that would be what they were
 * @param lostReferences branches and tags that would be removed, moved back or returned; the first
 *     of them
 * @param lossUnknown why it is not known what would be lost
 * @param estimatedSeconds how long loading would take; Nessie serves meanwhile, and stops for the
 *     exchange and its own start
 * @param replicas pods of Nessie that would be stopped and started
 * @param changes what of a branch, a tag or of tables would change, if only these are restored; the
 *     first of it
 * @param warnings what would not be as before
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RestorePlan(
    @JsonPropertyDescription(
            "The recovery point that would be restored, as it was when the plan was made: latest is"
                + " resolved.")
        String point,
    @JsonPropertyDescription(
            "exact: a backup. tip: a backup and what branches and tags have led to since. journal:"
                + " as of the end of a transaction.")
        String kind,
    @JsonPropertyDescription("The moment whose state it holds.") String at,
    @JsonPropertyDescription("Where the state ends, if it is one of the journal.") String position,
    @JsonPropertyDescription("Rows of it.") Long rows,
    @JsonPropertyDescription(
            "Commits on branches that are in the catalog and would not be any more.")
        Long lostCommits,
    @JsonPropertyDescription("Tables, views and the like that would be what they were.")
        Long lostContents,
    @JsonPropertyDescription(
            "Branches and tags that would be removed or moved back; the first of them.")
        List<String> lostReferences,
    @JsonPropertyDescription("Why it is not known what would be lost.") String lossUnknown,
    @JsonPropertyDescription(
            "How long loading would take; Nessie serves meanwhile, and stops for the exchange and"
                + " its own start.")
        Double estimatedSeconds,
    @JsonPropertyDescription("Pods of Nessie that would be stopped and started.") Integer replicas,
    @JsonPropertyDescription(
            "What of a branch, a tag or of tables would change, if only these are restored; the"
                + " first of it.")
        List<String> changes,
    @JsonPropertyDescription("What would not be as before.") List<String> warnings) {
  /** Lists that are not given are empty. */
  public RestorePlan {
    lostReferences = lostReferences == null ? List.of() : List.copyOf(lostReferences);
    changes = changes == null ? List.of() : List.copyOf(changes);
    warnings = warnings == null ? List.of() : List.copyOf(warnings);
  }
}
