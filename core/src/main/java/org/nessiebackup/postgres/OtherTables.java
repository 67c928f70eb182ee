package org.nessiebackup.postgres;

import java.util.List;

/** What else lives in the catalog's schema. */
public final class OtherTables {
  private static final String QUERY =
      """
      SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ? AND c.relkind IN ('r', 'p', 'f', 'm') AND c.relname <> ALL (?)
      ORDER BY c.relname
      """;

  private OtherTables() {}

  /** Names of tables in the schema that are no part of the catalog, and are left alone. */
  public static List<String> beside(Session session, CatalogLocation catalog) {
    return session.query(
        "look for other tables",
        QUERY,
        row -> row.getString(1),
        catalog.schema(),
        session.textArray(catalog.names()));
  }

  /** The same as sentences of a restore. */
  public static List<String> warnings(Session session, CatalogLocation catalog) {
    return beside(session, catalog).stream()
        .map("table \"%s\" is no part of the catalog and stays as it is"::formatted)
        .toList();
  }
}
