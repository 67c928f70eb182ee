package org.nessiebackup.operator.resource;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/**
 * Tables, views or namespaces that are brought back while Nessie serves, in one commit.
 *
 * @param reference the branch or tag in the backup
 * @param keys tables and views, or namespaces with all that is in them: sales.orders
 * @param onto the branch that gets them; the one of that name if not given
 * @param force replaces what came in their place under the same names
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RestoredTables(
    @Required
        @Size(min = 1, max = 500)
        @Pattern("^[^-].*$")
        @JsonPropertyDescription("The branch or tag in the backup.")
        String reference,
    @Required
        @Size(min = 1, max = 200)
        @JsonPropertyDescription(
            "Tables and views, or namespaces with all that is in them: sales.orders.")
        List<@Size(min = 1, max = 500) @Pattern("^[^-].*$") String> keys,
    @Size(min = 1, max = 500)
        @Pattern("^[^-].*$")
        @JsonPropertyDescription("The branch that gets them; the one of that name if not given.")
        String onto,
    @JsonPropertyDescription("Replaces what came in their place under the same names.")
        Boolean force) {
  /** Nothing that is not given is null. */
  public RestoredTables {
    keys = keys == null ? List.of() : List.copyOf(keys);
    force = force != null && force;
  }
}
