package org.nessiebackup.browse;

import java.time.Instant;
import java.util.Optional;
import org.nessiebackup.BackupId;

/**
 * Which catalog was looked into.
 *
 * @param description where it is, for people
 * @param backup the backup; absent for the live catalog
 * @param stateOf the moment whose state was seen
 * @param repository the Nessie repository
 */
public record PlaceReport(
    String description, Optional<BackupId> backup, Instant stateOf, String repository) {}
