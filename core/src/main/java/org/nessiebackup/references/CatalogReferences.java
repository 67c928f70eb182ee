package org.nessiebackup.references;

import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.WorkContext;
import org.nessiebackup.nessie.NessieReference;
import org.nessiebackup.nessie.StoreType;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.tables.CatalogLocation;
import org.nessiebackup.tables.PointerRows;

/**
 * Reads the references of a catalog, or of tables that are staged or kept.
 *
 * <p>Nessie's API lists what its own index of references names. A row that the index has lost is
 * here and not there; such a catalog was damaged before.
 */
public record CatalogReferences(Database database, WorkContext context) {

  /**
   * Reads branches and tags that are not deleted, all as of one moment. Takes some hundred bytes of
   * memory for each.
   *
   * @throws BackupException {@link Failure#CATALOG_NOT_FOUND} if the table is not there, {@link
   *     Failure#PERMISSION}, or {@link Failure#DATABASE} if the table is not Nessie's
   */
  public ReferencesReport read(CatalogLocation catalog) {
    try (Session session = database.open(context.cancellation())) {
      return read(session, catalog);
    }
  }

  /** The same in a session, and in its transaction if there is one. */
  public static ReferencesReport read(Session session, CatalogLocation catalog) {
    StoreType type = type(catalog);
    PointerRows rows =
        new PointerRows(
            catalog, type.references(), PointerRows.Columns.of(type.referenceColumns()));
    NavigableMap<String, NavigableSet<NessieReference>> repositories = new TreeMap<>();
    for (PointerRows.Row row : rows.read(session)) {
      NavigableSet<NessieReference> references =
          repositories.computeIfAbsent(row.space(), key -> new TreeSet<>());
      NessieReference.of(row.name(), row.pointer()).ifPresent(references::add);
    }
    return new ReferencesReport(repositories);
  }

  private static StoreType type(CatalogLocation catalog) {
    return StoreType.of(catalog.tables().label())
        .orElseThrow(
            () ->
                Failure.CATALOG_NOT_FOUND.exception(
                    catalog + " is no catalog of a known store type"));
  }
}
