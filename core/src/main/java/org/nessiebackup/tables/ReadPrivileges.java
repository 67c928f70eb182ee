package org.nessiebackup.tables;

import java.util.List;
import org.nessiebackup.Failure;
import org.nessiebackup.postgres.Session;

/** What rights reading a catalog takes, and the statements for those that are missing. */
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
      SELECT c.relname, CASE WHEN c.relforcerowsecurity AND pg_has_role(c.relowner, 'USAGE')
        THEN format('ALTER TABLE %I.%I NO FORCE ROW LEVEL SECURITY', n.nspname, c.relname)
        ELSE format('ALTER ROLE %I BYPASSRLS', current_user) END AS remedy
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ? AND c.relname = ANY (?) AND c.relkind = 'r' AND row_security_active(c.oid)
      ORDER BY c.relname
      """;

  private ReadPrivileges() {}

  /** What of the catalog our role may not read. */
  static List<ReadObstacle> obstacles(Session session, CatalogLocation catalog) {
    List<String> grants = missing(session, catalog);
    if (!grants.isEmpty()) {
      return List.of(
          new ReadObstacle(
              ReadObstacle.Kind.PRIVILEGE,
              Failure.PERMISSION,
              "the role may not read the catalog in " + catalog,
              "Run as the owner: " + String.join("; ", grants) + ";"));
    }
    return session.query(
        "ask about row security",
        HIDDEN,
        row -> hidden(row.getString("relname"), row.getString("remedy")),
        catalog.schema(),
        catalog.names());
  }

  private static ReadObstacle hidden(String table, String remedy) {
    return new ReadObstacle(
        ReadObstacle.Kind.ROW_SECURITY,
        Failure.PERMISSION,
        "row security hides rows of table \"%s\" from this role".formatted(table),
        "Use the tables' owner, or a role with BYPASSRLS: " + remedy + ";");
  }

  /** The GRANTs that are missing; empty if all is well. */
  private static List<String> missing(Session session, CatalogLocation catalog) {
    return session.query(
        "ask about privileges",
        MISSING,
        row -> row.getString("needed"),
        catalog.schema(),
        catalog.names());
  }
}
