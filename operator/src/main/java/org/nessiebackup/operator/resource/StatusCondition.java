package org.nessiebackup.operator.resource;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/**
 * What can be said of a resource, as Kubernetes says it.
 *
 * @param type what it is about
 * @param status true, False or Unknown
 * @param observedGeneration the generation of the resource that it was said of
 * @param lastTransitionTime since when it has that status
 * @param reason why, as a word
 * @param message why, for people
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record StatusCondition(
    @Required @Size(max = 316) @JsonPropertyDescription("What it is about.") String type,
    @Required @Pattern("^(True|False|Unknown)$") @JsonPropertyDescription("True, False or Unknown.")
        String status,
    @JsonPropertyDescription("The generation of the resource that it was said of.")
        Long observedGeneration,
    @Required @JsonPropertyDescription("Since when it has that status.") String lastTransitionTime,
    @Required @Size(min = 1, max = 1024) @JsonPropertyDescription("Why, as a word.") String reason,
    @Required @Size(max = 32768) @JsonPropertyDescription("Why, for people.") String message) {}
