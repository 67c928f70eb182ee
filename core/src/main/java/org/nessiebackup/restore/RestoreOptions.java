package org.nessiebackup.restore;

import java.util.Optional;

/**
 * What to restore, and where to.
 *
 * @param backup an id or {@code latest}
 * @param targetSchema the schema to restore into; where the catalog is, or else the backup's own,
 *     if absent
 * @param jobs parallel loaders, at least one
 * @param allowConnected whether to swap although somebody is connected who uses the tables
 */
public record RestoreOptions(
    String backup, Optional<String> targetSchema, int jobs, boolean allowConnected) {}
