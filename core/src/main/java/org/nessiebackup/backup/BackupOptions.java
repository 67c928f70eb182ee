package org.nessiebackup.backup;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
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
 * @param wanted how much of the catalog it is to store
 * @param fullEvery how old a full backup may be that others build on; as the vault says if absent
 * @param tags words of the user, by which a policy may keep the backup
 */
public record BackupOptions(
    Optional<String> schema,
    Optional<TableSet> tables,
    int jobs,
    boolean continueHistory,
    Wanted wanted,
    Optional<Duration> fullEvery,
    List<String> tags) {
  /** Takes its own copy of the list. */
  public BackupOptions {
    tags = List.copyOf(tags);
  }

  /** How much of the catalog a backup is to store. */
  public enum Wanted {
    /** What has changed since another backup where that is safe, else everything. */
    AUTO,
    /** Everything. */
    FULL,
    /** What has changed since another backup; nothing where that is not safe. */
    INCREMENTAL;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
