package org.nessiebackup.properties;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.nessiebackup.Column;
import org.nessiebackup.TableShape;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.tables.CatalogLocation;
import org.nessiebackup.tables.TableDescription;
import org.nessiebackup.tables.TableInspector;

/**
 * The views of others that read tables of a catalog themselves. What is built on such a view needs
 * nothing: it follows the view. Views of other sessions' own are left out, as they end with these.
 */
public final class DependentViews {
  private static final String READ =
      """
      WITH tables AS (
        SELECT c.oid, c.relname, c.reltype, t.typarray
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
          JOIN pg_type t ON t.oid = c.reltype
        WHERE n.nspname = ? AND c.relname = ANY (?) AND c.relkind = 'r'),
      uses AS (
        SELECT w.ev_class AS view, w.rulename, t.oid AS "table", t.relname, d.refobjsubid,
          d.refclassid = 'pg_type'::regclass AS typed
        FROM tables t
          JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.deptype = 'n' AND (
            d.refclassid = 'pg_class'::regclass AND d.refobjid = t.oid
            OR d.refclassid = 'pg_type'::regclass AND d.refobjid IN (t.reltype, t.typarray))
          JOIN pg_rewrite w ON w.oid = d.objid
          JOIN pg_class v ON v.oid = w.ev_class
        WHERE v.relkind IN ('v', 'm') AND v.relpersistence <> 't')
      """;

  private static final String VIEWS =
      READ
          + """
          SELECT v.oid, i.identity, v.relkind = 'm' AS materialized, CASE
            WHEN v.relkind = 'm' THEN 'PostgreSQL cannot replace a materialized view'
            WHEN EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_class'::regclass
              AND e.objid = v.oid AND e.deptype = 'e') THEN 'it is part of an extension'
            WHEN NOT pg_has_role(v.relowner, 'USAGE')
              THEN format('it belongs to role %I', pg_get_userbyid(v.relowner))
            WHEN NOT has_schema_privilege(v.relnamespace, 'CREATE')
              THEN format('this role may not CREATE in schema %I', v.relnamespace::regnamespace)
            WHEN EXISTS (SELECT FROM uses u WHERE u.view = v.oid AND u.rulename <> '_RETURN')
              THEN 'a rule on it changes a table that makes room'
            WHEN EXISTS (SELECT FROM uses u WHERE u.view = v.oid AND u.typed)
              OR EXISTS (SELECT FROM pg_attribute a JOIN tables t
                ON a.atttypid IN (t.reltype, t.typarray) WHERE a.attrelid = v.oid)
              THEN 'it uses the row type of a table that makes room' END AS hindrance
          FROM pg_class v CROSS JOIN LATERAL pg_identify_object('pg_class'::regclass, v.oid, 0) AS i
          WHERE v.oid IN (SELECT view FROM uses)
          ORDER BY i.identity
          """;

  private static final String USES =
      READ
          + """
          SELECT DISTINCT u.view, u.relname, a.attname FROM uses u
            LEFT JOIN pg_attribute a ON a.attrelid = u."table" AND a.attnum = u.refobjsubid
              AND NOT u.typed AND a.attnum > 0
          """;

  private DependentViews() {}

  /** A view, and what it is whatever its name. */
  record Found(long oid, ViewMove view) {
    private Found hindered(String hindrance) {
      return new Found(oid, new ViewMove(view.name(), view.materialized(), Optional.of(hindrance)));
    }
  }

  private record Use(long view, String table, Optional<String> column) {}

  /**
   * Finds the views, and what keeps each from being moved.
   *
   * @param catalog the tables that make room
   * @param arriving what takes their place
   */
  public static List<Found> of(
      Session session, CatalogLocation catalog, List<TableShape> arriving) {
    List<String> names = catalog.names();
    List<Found> views =
        session.query(
            "look for views",
            VIEWS,
            row ->
                new Found(
                    row.getLong("oid"),
                    new ViewMove(
                        row.getString("identity"),
                        row.getBoolean("materialized"),
                        Optional.ofNullable(row.getString("hindrance")))),
            catalog.schema(),
            names);
    if (views.isEmpty()) {
      return views;
    }
    Map<Long, String> unmet = new HashMap<>();
    Map<String, TableShape> present = byName(shapes(session, catalog.schema(), catalog.names()));
    Map<String, TableShape> next = byName(arriving);
    session
        .query(
            "look what views read",
            USES,
            row ->
                new Use(
                    row.getLong("view"),
                    row.getString("relname"),
                    Optional.ofNullable(row.getString("attname"))),
            catalog.schema(),
            names)
        .forEach(
            use ->
                missing(use, present, next).ifPresent(lacks -> unmet.putIfAbsent(use.view, lacks)));
    return views.stream()
        .map(
            each ->
                each.view().movable() && unmet.containsKey(each.oid())
                    ? each.hindered(unmet.get(each.oid()))
                    : each)
        .toList();
  }

  /** What those tables look like that are in a schema. */
  public static List<TableShape> shapes(Session session, String schema, List<String> names) {
    return TableInspector.present(session, schema, names).stream()
        .map(TableDescription::shape)
        .toList();
  }

  private static Map<String, TableShape> byName(List<TableShape> shapes) {
    return shapes.stream().collect(Collectors.toMap(TableShape::name, shape -> shape));
  }

  private static Optional<String> missing(
      Use use, Map<String, TableShape> present, Map<String, TableShape> next) {
    TableShape arriving = next.get(use.table());
    if (arriving == null) {
      return Optional.of("nothing takes the place of table \"%s\"".formatted(use.table()));
    }
    return use.column()
        .filter(name -> !same(column(present.get(use.table()), name), column(arriving, name)))
        .map(
            name ->
                "column \"%s\" of table \"%s\" is not there, or of another type, afterwards"
                    .formatted(name, use.table()));
  }

  private static Optional<Column> column(TableShape shape, String name) {
    return shape.columns().stream().filter(each -> each.name().equals(name)).findFirst();
  }

  private static boolean same(Optional<Column> before, Optional<Column> after) {
    return before.isPresent()
        && after.isPresent()
        && before.get().type().equals(after.get().type())
        && before.get().typeModifier() == after.get().typeModifier()
        && before.get().collation().equals(after.get().collation());
  }
}
