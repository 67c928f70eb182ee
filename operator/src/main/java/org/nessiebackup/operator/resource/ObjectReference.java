package org.nessiebackup.operator.resource;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/**
 * An object of the same namespace.
 *
 * @param name its name
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ObjectReference(
    @Required @Size(min = 1, max = 253) @JsonPropertyDescription("Its name.") String name) {}
