package org.nessiebackup.tables;

import java.util.List;
import org.nessiebackup.postgres.Session;

/** What else lives in the catalog's schema. */
public final class OtherTables {
  private static final String QUERY =
      """
      WITH RECURSIVE part AS (
        SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = ? AND c.relname = ANY (?)
        UNION SELECT i.inhrelid FROM pg_inherits i JOIN part p ON p.oid = i.inhparent)
      SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ? AND c.relkind IN ('r', 'p', 'f', 'm') AND c.oid NOT IN (SELECT oid FROM part)
      ORDER BY c.relname
      """;

  private OtherTables() {}

  /**
   * Names of tables in the schema that are no part of the catalog, and are left alone. A child of
   * one of the catalog's tables is a part of it, for better or worse.
   */
  public static List<String> beside(Session session, CatalogLocation catalog) {
    return session.texts(
        "look for other tables", QUERY, catalog.schema(), catalog.names(), catalog.schema());
  }

  /** The same as sentences of a restore. */
  public static List<String> warnings(Session session, CatalogLocation catalog) {
    return beside(session, catalog).stream()
        .map("table \"%s\" is no part of the catalog and stays as it is"::formatted)
        .toList();
  }
}
