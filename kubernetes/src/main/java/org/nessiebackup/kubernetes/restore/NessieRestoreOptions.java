package org.nessiebackup.kubernetes.restore;

import java.util.Optional;

/**
 * What to restore.
 *
 * @param backup an id or {@code latest}; absent to go on with what was begun
 * @param schema the schema of the catalog; found if absent
 * @param jobs parallel loaders
 */
public record NessieRestoreOptions(Optional<String> backup, Optional<String> schema, int jobs) {}
