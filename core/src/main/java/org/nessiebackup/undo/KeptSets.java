package org.nessiebackup.undo;

import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.TableSet;
import org.nessiebackup.nessie.StoreType;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.swap.KeptCatalog;
import org.nessiebackup.swap.KeptTables;
import org.nessiebackup.tables.CatalogLocation;

/** Finds the kept tables of one catalog. */
final class KeptSets {
  private KeptSets() {}

  /**
   * All of them, newest first.
   *
   * @param schema the schema of the catalog; found if absent
   * @throws BackupException {@link Failure#CATALOG_AMBIGUOUS} if several catalogs have some
   */
  static List<KeptTables> find(Session session, Optional<String> schema) {
    List<KeptTables> wanted =
        KeptCatalog.list(session).stream()
            .filter(kept -> schema.map(kept.catalogSchema()::equals).orElse(true))
            .toList();
    List<String> schemas = wanted.stream().map(KeptTables::catalogSchema).distinct().toList();
    if (schemas.size() > 1) {
      throw Failure.CATALOG_AMBIGUOUS.exception(
          "tables of several catalogs are kept: \"" + String.join("\", \"", schemas) + "\"",
          "Name one with --schema.");
    }
    return wanted;
  }

  /**
   * The same, but there are some.
   *
   * @throws BackupException {@link Failure#BACKUP_NOT_FOUND} if there are none
   */
  static List<KeptTables> require(Session session, Optional<String> schema) {
    List<KeptTables> wanted = find(session, schema);
    if (wanted.isEmpty()) {
      throw Failure.BACKUP_NOT_FOUND.exception(
          "there is nothing to undo: no restore has kept replaced tables"
              + schema.map(" of schema \"%s\""::formatted).orElse(""),
          KeptCatalog.list(session).isEmpty()
              ? null
              : "Tables of other schemas are kept; --schema names one.");
    }
    return wanted;
  }

  /**
   * All tables of a catalog of that kind, also those that were missing when the kept ones were
   * replaced: a mixture of two catalogs would be none. Whatever else is in the schema is not ours.
   */
  static TableSet tables(KeptTables kept) {
    return StoreType.closest(kept.tables());
  }

  /** Where they were. */
  static CatalogLocation catalog(KeptTables kept) {
    return new CatalogLocation(kept.catalogSchema(), tables(kept));
  }
}
