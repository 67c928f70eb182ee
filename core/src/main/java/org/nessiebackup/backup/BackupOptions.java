package org.nessiebackup.backup;

import java.util.Optional;
import org.nessiebackup.TableSet;

/**
 * How to take a backup.
 *
 * @param schema the schema of the catalog; found if absent
 * @param tables the catalog's tables; found if absent
 * @param jobs parallel readers, at least one
 * @param continueHistory whether the catalog may be another one than that of the vault's backups
 *     (after a migration to a new server)
 */
public record BackupOptions(
    Optional<String> schema, Optional<TableSet> tables, int jobs, boolean continueHistory) {}
