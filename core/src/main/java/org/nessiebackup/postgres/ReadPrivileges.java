package org.nessiebackup.postgres;

import java.util.List;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;

/** What reading a catalog takes, and the GRANT for what is missing. */
final class ReadPrivileges {
  private static final String MISSING =
      """
      SELECT CASE
        WHEN NOT has_schema_privilege(n.oid, 'USAGE')
          THEN format('GRANT USAGE ON SCHEMA %I TO %I', n.nspname, current_user)
        WHEN NOT has_table_privilege(c.oid, 'SELECT')
          THEN format('GRANT SELECT ON %I.%I TO %I', n.nspname, c.relname, current_user) END AS needed
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ? AND c.relname = ANY (?) AND c.relkind = 'r'
        AND NOT (has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT'))
      ORDER BY c.relname
      """;

  private static final String HIDDEN =
      """
      SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ? AND c.relname = ANY (?) AND c.relkind = 'r' AND row_security_active(c.oid)
      """;

  private ReadPrivileges() {}

  static void check(Session session, CatalogLocation catalog) {
    List<String> grants = missing(session, catalog);
    if (!grants.isEmpty()) {
      throw new BackupException(
          Failure.PERMISSION,
          "the role may not read the catalog in " + catalog,
          "Run as the owner: " + String.join("; ", grants) + ";");
    }
    List<String> hidden =
        session.query(
            "ask about row security",
            HIDDEN,
            row -> row.getString(1),
            catalog.schema(),
            session.textArray(catalog.names()));
    if (!hidden.isEmpty()) {
      throw new BackupException(
          Failure.PERMISSION,
          "row security hides rows of table \"%s\" from this role".formatted(hidden.getFirst()),
          "Use the tables' owner, or a role with BYPASSRLS.");
    }
  }

  /** The GRANTs that are missing; empty if all is well. */
  static List<String> missing(Session session, CatalogLocation catalog) {
    return session.query(
        "ask about privileges",
        MISSING,
        row -> row.getString("needed"),
        catalog.schema(),
        session.textArray(catalog.names()));
  }
}
