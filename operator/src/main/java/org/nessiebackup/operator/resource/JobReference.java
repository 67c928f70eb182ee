package org.nessiebackup.operator.resource;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/**
 * A Job that was started.
 *
 * @param name its name
 * @param uid its uid: another one of that name is not meant
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record JobReference(
    @Required @JsonPropertyDescription("Its name.") String name,
    @Required @JsonPropertyDescription("Its uid: another one of that name is not meant.")
        String uid) {}
