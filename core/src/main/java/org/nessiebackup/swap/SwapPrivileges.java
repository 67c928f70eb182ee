package org.nessiebackup.swap;

import java.util.List;
import java.util.stream.Stream;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.TableSet;
import org.nessiebackup.postgres.ServerFacts;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.properties.CatalogOwners;
import org.nessiebackup.tables.CatalogLocation;

/**
 * What our role lacks to exchange, bring back or drop tables, as statements for somebody who can
 * make them. To be a member of the owning role is enough, if the member inherits its rights, and
 * may also give things to it.
 */
public final class SwapPrivileges {
  private static final String PLACE =
      """
      SELECT format('GRANT CREATE ON DATABASE %I TO %I', current_database(), current_user)
      WHERE NOT has_database_privilege(current_database(), 'CREATE')
      UNION ALL
      SELECT format('GRANT USAGE, CREATE ON SCHEMA %I TO %I', nspname, current_user)
      FROM pg_namespace WHERE nspname = ?
        AND NOT (has_schema_privilege(oid, 'CREATE') AND has_schema_privilege(oid, 'USAGE'))
      """;

  private static final String OWNERS =
      """
      SELECT DISTINCT CASE
        WHEN NOT pg_has_role(c.relowner, 'MEMBER')
          THEN format('GRANT %I TO %I', pg_get_userbyid(c.relowner), current_user)
        WHEN pg_has_role(c.relowner, 'USAGE')
          THEN format('GRANT %I TO %I WITH SET TRUE', pg_get_userbyid(c.relowner), current_user)
        WHEN current_setting('server_version_num')::int >= 160000
          THEN format('GRANT %I TO %I WITH INHERIT TRUE', pg_get_userbyid(c.relowner), current_user)
        ELSE format('ALTER ROLE %I INHERIT', current_user) END
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ? AND c.relname = ANY (?) AND c.relkind = 'r'
        AND NOT (pg_has_role(c.relowner, 'USAGE')
          AND (NOT ? OR pg_has_role(c.relowner, %SET)))
      """
          .replace("%SET", CatalogOwners.TO_SET_ROLE);

  /** Schemas of older versions belong to whoever ran the restore. */
  private static final String KEPT =
      """
      SELECT format('ALTER SCHEMA %I OWNER TO %I', n.nspname, coalesce(
        (SELECT pg_get_userbyid(c.relowner) FROM pg_class c
        WHERE c.relnamespace = n.oid AND c.relkind = 'r' ORDER BY c.relname LIMIT 1), current_user))
      FROM pg_namespace n WHERE n.nspname = ? AND NOT pg_has_role(n.nspowner, 'USAGE')
      """;

  private SwapPrivileges() {}

  /** What is missing to restore into the catalog's place; empty if nothing. */
  public static List<String> toRestore(Session session, CatalogLocation catalog) {
    return Stream.concat(
            ask(session, PLACE, catalog.schema()).stream(), owners(session, catalog, true).stream())
        .toList();
  }

  /**
   * What is missing to drop kept tables; empty if nothing.
   *
   * @param tables the tables that are ours
   */
  public static List<String> toRelease(Session session, KeptTables kept, TableSet tables) {
    CatalogLocation place = new CatalogLocation(kept.schema(), tables);
    return Stream.concat(
            ask(session, KEPT, kept.schema()).stream(), owners(session, place, false).stream())
        .toList();
  }

  /**
   * What is missing to bring kept tables back to where they were; empty if nothing.
   *
   * @param tables the tables that are ours, there and where they were
   */
  public static List<String> toUndo(Session session, KeptTables kept, TableSet tables) {
    CatalogLocation place = new CatalogLocation(kept.catalogSchema(), tables);
    return Stream.concat(
            toRestore(session, place).stream(), toRelease(session, kept, tables).stream())
        .distinct()
        .toList();
  }

  /**
   * Refuses if anything is missing.
   *
   * @param what what our role may not do then
   * @param statements what somebody else has to run
   * @throws BackupException {@link Failure#PERMISSION} naming these
   */
  public static void require(Session session, String what, List<String> statements) {
    if (!statements.isEmpty()) {
      throw Failure.PERMISSION.exception(
          "role \"%s\" may not %s".formatted(ServerFacts.of(session).role(), what),
          "Run as a superuser: " + String.join("; ", statements) + ";");
    }
  }

  /** Dropping and moving takes an owner's rights; only making something for him takes more. */
  private static List<String> owners(Session session, CatalogLocation tables, boolean giving) {
    return ask(session, OWNERS, tables.schema(), tables.names(), giving);
  }

  private static List<String> ask(Session session, String query, Object... parameters) {
    return session.texts("ask about privileges", query, parameters);
  }
}
