package org.nessiebackup.operator.resource;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/**
 * How the newest run of a schedule went.
 *
 * @param component which one: backup, incremental, prune, verify and so on
 * @param job the Job
 * @param endedAt when it has ended
 * @param succeeded whether it did what it was for
 * @param reason why not, as a word: the code of the failure, or what Kubernetes says of the Job
 * @param message why not, for people
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RunStatus(
    @Required @JsonPropertyDescription("Which one: backup, incremental, prune, verify and so on.")
        String component,
    @JsonPropertyDescription("The Job.") String job,
    @JsonPropertyDescription("When it has ended.") String endedAt,
    @JsonPropertyDescription("Whether it did what it was for.") Boolean succeeded,
    @JsonPropertyDescription(
            "Why not, as a word: the code of the failure, or what Kubernetes says of the Job.")
        String reason,
    @JsonPropertyDescription("Why not, for people.") String message) {}
