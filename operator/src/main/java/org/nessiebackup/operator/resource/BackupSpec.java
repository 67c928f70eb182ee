package org.nessiebackup.operator.resource;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/**
 * A backup that is asked for.
 *
 * @param catalogRef the NessieCatalog that is backed up
 * @param type full: everything. incremental: what has changed, or an error. auto, which is the
 *     default: what has changed where that is safe, else everything
 * @param tags words by which a policy may keep it
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(value = "self == oldSelf", message = "it cannot change: make another one")
public record BackupSpec(
    @Required @JsonPropertyDescription("The NessieCatalog that is backed up.")
        ObjectReference catalogRef,
    @JsonPropertyDescription(
            "full: everything. incremental: what has changed, or an error. auto, which is the"
                + " default: what has changed where that is safe, else everything.")
        BackupType type,
    @Size(max = 16) @JsonPropertyDescription("Words by which a policy may keep it.")
        List<@Size(min = 1, max = 64) String> tags) {
  /** Nothing that is not given is null. */
  public BackupSpec {
    type = type == null ? BackupType.AUTO : type;
    tags = tags == null ? List.of() : List.copyOf(tags);
  }
}
