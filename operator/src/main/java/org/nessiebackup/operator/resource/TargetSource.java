package org.nessiebackup.operator.resource;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/**
 * What is restored or rehearsed: a backup, or a moment.
 *
 * @param backup a backup by its id, such as 20261122T020000Z-7f3a, a tip of one (ID.17), or latest
 * @param to the newest state that is not later than a moment, such as 2026-11-22T14:03:07Z; with a
 *     journal also a position (16/B374D848), a mark (mark:NAME) or the hash of a commit
 * @param exclusive ends before the transaction that to names, instead of behind it
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value = "has(self.backup) != has(self.to)",
    message = "one of backup and to has to be given, and not both")
@ValidationRule(value = "has(self.to) || !has(self.exclusive)", message = "exclusive belongs to to")
public record TargetSource(
    @Pattern("^[A-Za-z0-9][A-Za-z0-9.~@{}:+/_-]*$")
        @JsonPropertyDescription(
            "A backup by its id, such as 20261122T020000Z-7f3a, a tip of one (ID.17), or latest.")
        String backup,
    @Size(min = 1, max = 300)
        @Pattern("^[A-Za-z0-9][A-Za-z0-9/:. _+-]*$")
        @JsonPropertyDescription(
            "The newest state that is not later than a moment, such as 2026-11-22T14:03:07Z; with a"
                + " journal also a position (16/B374D848), a mark (mark:NAME) or the hash of a"
                + " commit.")
        String to,
    @JsonPropertyDescription("Ends before the transaction that to names, instead of behind it.")
        Boolean exclusive) {
  /** It as a command line has it. */
  public List<String> arguments() {
    if (to == null) {
      return List.of(backup);
    }
    return Boolean.TRUE.equals(exclusive)
        ? List.of("--to=" + to, "--exclusive")
        : List.of("--to=" + to);
  }
}
