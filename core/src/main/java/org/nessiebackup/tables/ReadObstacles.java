package org.nessiebackup.tables;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.FirstNames;
import org.nessiebackup.postgres.Session;

/**
 * Looks whether a catalog can be read as a whole: with the rights of our role, and with all rows
 * that Nessie sees. Whoever reads a catalog refuses it if there is an obstacle, and a check names
 * the same ones.
 */
public final class ReadObstacles {
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

  /** Children of our own session's or another's temporary tables are seen by nobody else. */
  private static final String CHILDREN =
      """
      SELECT p.relname, format('%I.%I', cn.nspname, c.relname) AS child,
        format('INSERT INTO %1$I.%2$I (%5$s) SELECT %5$s FROM %3$I.%4$I; '
          'ALTER TABLE %3$I.%4$I NO INHERIT %1$I.%2$I', n.nspname, p.relname, cn.nspname, c.relname,
          (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) FROM pg_attribute a
            WHERE a.attrelid = p.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''))
          AS remedy
      FROM pg_inherits i
        JOIN pg_class p ON p.oid = i.inhparent JOIN pg_namespace n ON n.oid = p.relnamespace
        JOIN pg_class c ON c.oid = i.inhrelid JOIN pg_namespace cn ON cn.oid = c.relnamespace
      WHERE n.nspname = ? AND p.relname = ANY (?) AND p.relkind = 'r' AND c.relpersistence <> 't'
      ORDER BY p.relname, cn.nspname, c.relname
      """;

  private static final String UNLOGGED =
      """
      SELECT c.relname, format('ALTER TABLE %I.%I SET LOGGED', n.nspname, c.relname) AS remedy
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ? AND c.relname = ANY (?) AND c.relkind = 'r' AND c.relpersistence = 'u'
        AND pg_is_in_recovery()
      ORDER BY c.relname
      """;

  /** A hint with more statements is read by nobody. */
  private static final int MOST_NAMED = 5;

  private ReadObstacles() {}

  /** A child table, and the statements that make its parent whole again. */
  private record Child(String parent, String name, String remedy) {}

  /** All of them; empty if the catalog can be read as a whole. */
  public static List<ReadObstacle> of(Session session, CatalogLocation catalog) {
    List<ReadObstacle> all = new ArrayList<>(privileges(session, catalog));
    all.addAll(shape(session, catalog));
    return all;
  }

  /**
   * Refuses a catalog that our role may not read.
   *
   * @throws BackupException {@link Failure#PERMISSION}
   */
  static void refusePrivileges(Session session, CatalogLocation catalog) {
    refuse(privileges(session, catalog));
  }

  /**
   * Refuses a catalog of which not all rows are in its tables.
   *
   * @throws BackupException {@link Failure#CATALOG_UNSUITABLE}
   */
  static void refuseShape(Session session, CatalogLocation catalog) {
    refuse(shape(session, catalog));
  }

  private static void refuse(List<ReadObstacle> obstacles) {
    if (!obstacles.isEmpty()) {
      BackupException first = obstacles.getFirst().toException();
      obstacles.stream().skip(1).map(ReadObstacle::toException).forEach(first::addSuppressed);
      throw first;
    }
  }

  private static List<ReadObstacle> shape(Session session, CatalogLocation catalog) {
    List<ReadObstacle> all = new ArrayList<>();
    children(session, catalog).forEach((table, children) -> all.add(obstacle(table, children)));
    List<String> names = catalog.names();
    all.addAll(
        session.query(
            "look for unlogged tables",
            UNLOGGED,
            row -> unlogged(row.getString("relname"), row.getString("remedy")),
            catalog.schema(),
            names));
    return all;
  }

  private static Map<String, List<Child>> children(Session session, CatalogLocation catalog) {
    List<Child> children =
        session.query(
            "look for child tables",
            CHILDREN,
            row ->
                new Child(
                    row.getString("relname"), row.getString("child"), row.getString("remedy")),
            catalog.schema(),
            catalog.names());
    return children.stream()
        .collect(Collectors.groupingBy(Child::parent, LinkedHashMap::new, Collectors.toList()));
  }

  private static ReadObstacle obstacle(String table, List<Child> children) {
    return new ReadObstacle(
        ReadObstacle.Kind.CHILD_TABLES,
        Failure.CATALOG_UNSUITABLE,
        "table \"%s\" has child tables that inherit from it, so Nessie reads their rows as well, and a"
                .formatted(table)
            + " backup would lack them: "
            + FirstNames.of(children.stream().map(Child::name).toList(), MOST_NAMED),
        "Move the rows into the table, as its owner, while Nessie is stopped: BEGIN; "
            + children.stream()
                .limit(MOST_NAMED)
                .map(Child::remedy)
                .collect(Collectors.joining("; "))
            + "; COMMIT;"
            + (children.size() <= MOST_NAMED ? "" : " Likewise the others."));
  }

  private static ReadObstacle unlogged(String table, String remedy) {
    return new ReadObstacle(
        ReadObstacle.Kind.UNLOGGED,
        Failure.CATALOG_UNSUITABLE,
        "table \"%s\" is unlogged, so this standby has none of its rows".formatted(table),
        "Back up the primary, or run there, as the table's owner: " + remedy + ";");
  }

  /** What of the catalog our role may not read. */
  private static List<ReadObstacle> privileges(Session session, CatalogLocation catalog) {
    List<String> grants =
        session.texts("ask about privileges", MISSING, catalog.schema(), catalog.names());
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
}
