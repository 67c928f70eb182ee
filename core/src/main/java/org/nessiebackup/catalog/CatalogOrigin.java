package org.nessiebackup.catalog;

import java.util.Optional;
import java.util.function.Supplier;
import org.nessiebackup.TableSet;
import org.nessiebackup.WorkContext;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.point.RecoveryPoint;

/** Where a catalog is. */
public sealed interface CatalogOrigin {
  /**
   * A recovery point.
   *
   * @param backup words for it, as {@link BackupCatalog#open} takes them
   */
  record Backup(String backup) implements CatalogOrigin {}

  /** A recovery point that was found, which need not be looked for once more. */
  record Point(RecoveryPoint point) implements CatalogOrigin {}

  /**
   * The live catalog, in one snapshot.
   *
   * @param schema the schema of the catalog; found if absent
   * @param tables the catalog's tables; found if absent
   */
  record Live(Optional<String> schema, Optional<TableSet> tables) implements CatalogOrigin {}

  /**
   * Opens it.
   *
   * @param vault opened for a backup
   * @param database opened for the live catalog
   * @param jobs how many threads read objects
   * @throws org.nessiebackup.BackupException as {@link BackupCatalog#open} and {@link
   *     LiveCatalog#open}
   */
  default CatalogSource open(
      Supplier<Vault> vault, Supplier<Database> database, int jobs, WorkContext context) {
    return switch (this) {
      case Backup named -> BackupCatalog.open(vault.get(), named.backup(), jobs, context);
      case Point found -> BackupCatalog.open(vault.get(), found.point(), jobs, context);
      case Live live -> LiveCatalog.open(database.get(), live, jobs, context);
    };
  }
}
