package org.nessiebackup.operator.resource;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * A restore that is asked for.
 *
 * @param catalogRef the NessieCatalog that is restored
 * @param source what is restored
 * @param reference only this branch or tag; all of the catalog if neither this nor tables is given
 * @param tables only these tables
 * @param approval the planDigest of the status, by which the plan is approved. Nothing is restored
 *     without
 * @param undo takes it back, once it is complete
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value = "!(has(self.reference) && has(self.tables))",
    message = "one of reference and tables may be given, and not both")
@ValidationRule(
    value =
        "has(self.reference) == has(oldSelf.reference) && has(self.tables) == has(oldSelf.tables)",
    message = "what is restored cannot change: make another one")
@ValidationRule(
    value = "!(has(self.reference) || has(self.tables)) || has(self.source.backup)",
    message = "a branch, a tag and tables are taken from a backup: give source.backup")
@ValidationRule(
    value = "!(has(self.undo) && self.undo) || !(has(self.reference) || has(self.tables))",
    message =
        "what was restored while Nessie served is taken back by its branches' history, not by undo")
@ValidationRule(
    value = "!(has(oldSelf.undo) && oldSelf.undo) || (has(self.undo) && self.undo)",
    message = "what was taken back stays so: restore again by another one")
public record RestoreSpec(
    @Required
        @ValidationRule(value = "self == oldSelf", message = "it cannot change: make another one")
        @JsonPropertyDescription("The NessieCatalog that is restored.")
        ObjectReference catalogRef,
    @Required
        @ValidationRule(value = "self == oldSelf", message = "it cannot change: make another one")
        @JsonPropertyDescription("What is restored.")
        TargetSource source,
    @ValidationRule(value = "self == oldSelf", message = "it cannot change: make another one")
        @JsonPropertyDescription(
            "Only this branch or tag; all of the catalog if neither this nor tables is given.")
        RestoredReference reference,
    @ValidationRule(value = "self == oldSelf", message = "it cannot change: make another one")
        @JsonPropertyDescription("Only these tables.")
        RestoredTables tables,
    @Pattern("^[0-9a-f]{16}$")
        @JsonPropertyDescription(
            "The planDigest of the status, by which the plan is approved. Nothing is restored"
                + " without.")
        String approval,
    @JsonPropertyDescription("Takes it back, once it is complete.") Boolean undo) {
  /** Whether somebody wants it taken back. */
  public boolean undoWanted() {
    return Boolean.TRUE.equals(undo);
  }

  /** Whether the catalog is replaced as a whole. */
  public boolean whole() {
    return reference == null && tables == null;
  }
}
