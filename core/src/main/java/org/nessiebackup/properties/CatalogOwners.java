package org.nessiebackup.properties;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.postgres.Sql;
import org.nessiebackup.tables.CatalogLocation;

/**
 * To whom what takes the place of a catalog's tables has to belong: to whom those belong, whoever
 * does the work. So every member of an owning role can go on with it or take it back, and a role
 * that lives for one job leaves nothing behind.
 *
 * @param main the owner of schemas of ours, and of tables that replace none
 * @param byTable the owners of the tables that are there
 */
public record CatalogOwners(String main, Map<String, String> byTable) {
  /** What {@code pg_has_role} is queried for before giving something to a role. */
  public static final String TO_SET_ROLE =
      "CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'SET' ELSE 'MEMBER' END";

  private static final String TABLES =
      """
      SELECT c.relname, pg_get_userbyid(c.relowner) AS owner
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ? AND c.relname = ANY (?) AND c.relkind = 'r' ORDER BY c.relname
      """;

  /** An application's own role, if we may give things to it; else there is nobody but us. */
  private static final String OTHERWISE =
      """
      SELECT coalesce(
        (SELECT r.rolname FROM pg_namespace n JOIN pg_roles r ON r.oid = n.nspowner
        WHERE n.nspname = ? AND NOT r.rolsuper AND NOT starts_with(r.rolname, 'pg_')
          AND pg_has_role(r.oid, 'USAGE') AND pg_has_role(r.oid, %SET)),
        current_user)
      """
          .replace("%SET", TO_SET_ROLE);

  /** Takes its own copy of the map. */
  public CatalogOwners {
    byTable = Map.copyOf(byTable);
  }

  private record Owned(String table, String owner) {}

  public static CatalogOwners of(Session session, CatalogLocation catalog) {
    List<Owned> owned =
        session.query(
            "look who owns the tables",
            TABLES,
            row -> new Owned(row.getString("relname"), row.getString("owner")),
            catalog.schema(),
            catalog.names());
    String main =
        owned.isEmpty()
            ? session.one(
                "look who owns the schema", OTHERWISE, row -> row.getString(1), catalog.schema())
            : owned.getFirst().owner();
    return new CatalogOwners(
        main, owned.stream().collect(Collectors.toMap(Owned::table, Owned::owner)));
  }

  /** Gives a table in a schema of ours to whom it has to belong. */
  public void give(Session session, String schema, String table) {
    String owner = byTable.getOrDefault(table, main);
    if (owner.equals(currentOwner(session, schema, table))) {
      return;
    }
    String what = "give table \"%s\" to its owner \"%s\"".formatted(table, owner);
    // An owner must be able to create in the table's schema, which is ours and has no other use.
    session.execute(
        what,
        "GRANT USAGE, CREATE ON SCHEMA %s TO %s".formatted(Sql.name(schema), Sql.name(owner)));
    session.execute(
        what, "ALTER TABLE %s OWNER TO %s".formatted(Sql.name(schema, table), Sql.name(owner)));
  }

  private static String currentOwner(Session session, String schema, String table) {
    return session.one(
        "look who owns the table", TABLES, row -> row.getString("owner"), schema, List.of(table));
  }
}
