package org.nessiebackup.graph;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.Failure;
import org.nessiebackup.WorkContext;
import org.nessiebackup.catalog.BackupCatalog;
import org.nessiebackup.catalog.CatalogSource;
import org.nessiebackup.catalog.LiveCatalog;
import org.nessiebackup.graph.GraphOptions.Catalog.Backup;
import org.nessiebackup.graph.GraphOptions.Catalog.Live;
import org.nessiebackup.manifest.VerificationRecord;
import org.nessiebackup.nessie.CatalogGraph;
import org.nessiebackup.nessie.GraphSource;
import org.nessiebackup.nessie.ObjectId;
import org.nessiebackup.nessie.ObjectRow;
import org.nessiebackup.nessie.ReferenceRow;
import org.nessiebackup.nessie.RepositoryResult;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.vault.Vault;

/** Checks the catalog in a backup, or the one on the server as of one snapshot. */
public final class GraphCheck {
  private final Supplier<Vault> vault;
  private final Supplier<Database> database;
  private final WorkContext context;

  /**
   * Touches nothing yet.
   *
   * @param vault asked for if a backup is checked
   * @param database asked for if the live catalog is checked
   */
  public GraphCheck(Supplier<Vault> vault, Supplier<Database> database, WorkContext context) {
    this.vault = vault;
    this.database = database;
    this.context = context;
  }

  /**
   * Checks. Damage of the catalog is in the report, not an exception.
   *
   * @throws BackupException {@link Failure#BACKUP_NOT_FOUND}, {@link Failure#KEY_MISSING} or {@link
   *     Failure#KEY_WRONG}; {@link Failure#DAMAGED} if the backup's own bytes are not those that
   *     were stored; {@link Failure#CATALOG_NOT_FOUND} or {@link Failure#PERMISSION}
   */
  public GraphReport run(GraphOptions options) {
    return switch (options.catalog()) {
      case Backup backup -> {
        try (BackupCatalog catalog =
            BackupCatalog.open(vault.get(), backup.backup(), options.jobs(), context)) {
          yield check(catalog, Optional.of(catalog.backup().id()));
        }
      }
      case Live live -> {
        try (LiveCatalog catalog =
            LiveCatalog.open(
                database.get(), live.schema(), live.tables(), options.jobs(), context)) {
          yield check(catalog, Optional.empty());
        }
      }
    };
  }

  /**
   * Writes down in the vault what was found of a backup. Where the vault cannot be written, that is
   * a warning.
   */
  public void record(GraphReport report) {
    if (report.backup().isEmpty() || !report.checked()) {
      return;
    }
    VerificationRecord record =
        new VerificationRecord(
            report.backup().get(),
            context.clock().instant(),
            VerificationRecord.Depth.GRAPH,
            report.sound(),
            Math.toIntExact(Math.min(report.findingCount(), Integer.MAX_VALUE)),
            context.tool());
    try {
      vault.get().verifications().add(record);
    } catch (BackupException e) {
      context.progress().warning("the result is not written down: " + e.getMessage());
    }
  }

  private static GraphReport check(CatalogSource catalog, Optional<BackupId> backup) {
    boolean checked =
        switch (catalog.storeType()) {
          case JDBC2 -> true;
          // It has a column for each attribute of an object, and new catalogs no longer have it.
          case JDBC -> false;
        };
    List<RepositoryResult> results = checked ? CatalogGraph.check(new Rows(catalog)) : List.of();
    return new GraphReport(
        catalog.describe(), backup, catalog.stateOf(), catalog.storeType(), checked, results);
  }

  /** The rows of a catalog, for those who know nothing of where they come from. */
  private record Rows(CatalogSource catalog) implements GraphSource {
    @Override
    public Instant stateOf() {
      return catalog.stateOf();
    }

    @Override
    public void references(Consumer<ReferenceRow> consumer) {
      catalog.references(consumer);
    }

    @Override
    public void objects(Wanted wanted, Consumer<ObjectRow> consumer) {
      catalog.objects(wanted::wants, consumer);
    }

    @Override
    public Map<ObjectId, ObjectRow> find(String repository, Set<ObjectId> ids) {
      return catalog.find(repository, ids);
    }
  }
}
