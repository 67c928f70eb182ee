package org.nessiebackup.backup;

import java.util.List;
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
 * @param tags words of the user, by which a policy may keep the backup
 */
public record BackupOptions(
    Optional<String> schema,
    Optional<TableSet> tables,
    int jobs,
    boolean continueHistory,
    List<String> tags) {
  /** Takes its own copy of the list. */
  public BackupOptions {
    tags = List.copyOf(tags);
  }

  /** Without tags. */
  public BackupOptions(
      Optional<String> schema, Optional<TableSet> tables, int jobs, boolean continueHistory) {
    this(schema, tables, jobs, continueHistory, List.of());
  }
}
