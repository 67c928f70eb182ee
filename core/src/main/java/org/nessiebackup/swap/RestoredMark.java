package org.nessiebackup.swap;

import java.util.List;
import java.util.stream.Stream;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.postgres.Sql;
import org.nessiebackup.tables.CatalogLocation;
import org.nessiebackup.tables.OwnSchemas;

/**
 * A comment on the first table of a catalog that was restored where no tables were: nothing is kept
 * then, whose schema could tell that this restore has happened.
 */
final class RestoredMark {
  private static final String QUERY =
      """
      SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ANY (?) AND c.relkind = 'r' AND obj_description(c.oid, 'pg_class') = ?
      """;

  private RestoredMark() {}

  static void put(Session session, CatalogLocation catalog, RestoreId restore) {
    session.execute(
        "mark the restored tables",
        "COMMENT ON TABLE %s IS %s"
            .formatted(
                Sql.name(catalog.schema(), catalog.names().getFirst()), Sql.text(text(restore))));
  }

  /** Whether the restored tables are in the catalog's schema, or kept by a later restore. */
  static boolean stands(
      Session session, String catalogSchema, List<KeptTables> kept, RestoreId restore) {
    List<String> places =
        Stream.concat(Stream.of(catalogSchema), kept.stream().map(KeptTables::schema)).toList();
    return session
        .first(
            "look for restored tables", QUERY, row -> 1, session.textArray(places), text(restore))
        .isPresent();
  }

  private static String text(RestoreId restore) {
    return OwnSchemas.MARK + " restored by " + restore;
  }
}
