package org.nessiebackup.operator.resource;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/**
 * A backup of a schedule.
 *
 * @param id its id
 * @param type full or incremental
 * @param at the moment whose state it holds
 * @param storedBytes its size in the vault
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RecordedBackup(
    @Required @JsonPropertyDescription("Its id.") String id,
    @JsonPropertyDescription("full or incremental.") String type,
    @JsonPropertyDescription("The moment whose state it holds.") String at,
    @JsonPropertyDescription("Its size in the vault.") Long storedBytes) {}
