package org.nessiebackup.integrity;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.Failure;
import org.nessiebackup.PointId;
import org.nessiebackup.WorkContext;
import org.nessiebackup.catalog.BackupCatalog;
import org.nessiebackup.catalog.CatalogSource;
import org.nessiebackup.catalog.LiveCatalog;
import org.nessiebackup.catalog.ObjectTap;
import org.nessiebackup.manifest.VerificationRecord;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.rows.RowTap;

/**
 * Checks the catalog in a backup, or the one on the server as of one snapshot.
 *
 * @param vault opened if a backup is checked
 * @param database opened if the live catalog is checked
 */
public record GraphCheck(Supplier<Vault> vault, Supplier<Database> database, WorkContext context) {

  /**
   * Checks the catalog on the server. Damage of it is in the report, not an exception.
   *
   * @throws BackupException {@link Failure#CATALOG_NOT_FOUND} or {@link Failure#PERMISSION}
   */
  public GraphReport run(GraphOptions options) {
    try (LiveCatalog catalog =
        LiveCatalog.open(database.get(), options.catalog(), options.jobs(), context)) {
      List<RepositoryReport> results =
          canBeChecked(catalog) ? CatalogGraph.check(catalog) : List.of();
      return report(catalog, results);
    }
  }

  /**
   * Begins with a backup, whose rows somebody else reads. Its references are read at once.
   *
   * @param backup an id or {@code latest}, or the name of another point, all of which is read at
   *     the end
   * @param jobs how many threads read what has to be read again
   * @throws BackupException {@link Failure#BACKUP_NOT_FOUND}, {@link Failure#KEY_MISSING} or {@link
   *     Failure#KEY_WRONG}; {@link Failure#DAMAGED} if the backup is not whole
   */
  public Reading begin(String backup, int jobs) {
    return new Reading(BackupCatalog.open(vault.get(), backup, jobs, context));
  }

  /**
   * Writes down in the vault what was found of a backup. Where the vault cannot be written, that is
   * a warning.
   */
  public void record(GraphReport report) {
    if (report.backup().isPresent() && report.checked()) {
      vault
          .get()
          .verifications()
          .note(
              report.backup().get(),
              VerificationRecord.Depth.GRAPH,
              report.findingCount(),
              context);
    }
  }

  private static GraphReport report(CatalogSource catalog, List<RepositoryReport> results) {
    return new GraphReport(
        catalog.describe(),
        catalog.recoveryPoint().map(PointId::backup),
        catalog.stateOf(),
        catalog.storeType(),
        canBeChecked(catalog),
        results);
  }

  private static boolean canBeChecked(CatalogSource catalog) {
    return switch (catalog.storeType()) {
      case JDBC2 -> true;
      // It has a column for each attribute of an object, and new catalogs no longer have it.
      case JDBC -> false;
    };
  }

  /** A backup whose objects pass while somebody reads all of its rows for another reason. */
  public static final class Reading {
    private final BackupCatalog catalog;
    private final Optional<CatalogGraph> graph;
    private final Optional<ObjectTap> tap;

    private Reading(BackupCatalog catalog) {
      this.catalog = catalog;
      this.graph =
          canBeChecked(catalog) && isBackup()
              ? Optional.of(CatalogGraph.begin(catalog))
              : Optional.empty();
      this.tap = graph.map(begun -> catalog.tap(begun::add));
    }

    /** Whether it is a backup itself: other points have other rows than their base. */
    public boolean isBackup() {
      return catalog.point().isBackup();
    }

    /** The backup, or the base of the others. */
    public BackupId backup() {
      return catalog.backup().id();
    }

    /** To be given the rows of the backup, and of those that it builds on. */
    public RowTap tap() {
      return tap.isPresent() ? tap.get() : RowTap.NONE;
    }

    /**
     * The result, when all rows have passed and turned out to be what was written. Damage of the
     * catalog is in the report.
     *
     * @throws BackupException if not all of its objects could be taken
     */
    public GraphReport report() {
      if (!isBackup() && canBeChecked(catalog)) {
        return GraphCheck.report(catalog, CatalogGraph.check(catalog));
      }
      tap.ifPresent(ObjectTap::requireAll);
      return GraphCheck.report(catalog, graph.map(CatalogGraph::results).orElse(List.of()));
    }
  }
}
