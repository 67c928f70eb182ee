package org.nessiebackup.operator.resource;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/**
 * One branch or tag that is brought back while Nessie serves.
 *
 * @param name the branch or tag in the backup
 * @param as the name it is to have now; its own if not given
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RestoredReference(
    @Required
        @Size(min = 1, max = 500)
        @Pattern("^[^-].*$")
        @JsonPropertyDescription("The branch or tag in the backup.")
        String name,
    @Size(min = 1, max = 500)
        @Pattern("^[^-].*$")
        @JsonPropertyDescription("The name it is to have now; its own if not given.")
        String as) {}
