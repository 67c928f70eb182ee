package org.nessiebackup.kubernetes.restore;

import java.util.Optional;
import org.nessiebackup.vault.point.PointSelector;

/**
 * What to restore.
 *
 * @param point which recovery point; absent to go on with what was begun
 * @param schema the schema of the catalog; found if absent
 * @param jobs parallel loaders
 * @param moveViews whether views of others are made to read the restored tables
 */
public record RestoreRequest(
    Optional<PointSelector> point, Optional<String> schema, int jobs, boolean moveViews) {}
