package org.nessiebackup.kubernetes.restore;

import java.util.Optional;

/**
 * What to restore.
 *
 * @param backup an id or {@code latest}; absent to go on with what was begun
 * @param schema the schema of the catalog; found if absent
 * @param jobs parallel loaders
 * @param moveViews whether views of others are made to read the restored tables
 */
public record RestoreRequest(
    Optional<String> backup, Optional<String> schema, int jobs, boolean moveViews) {}
