package org.nessiebackup.tables;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nessiebackup.Column;
import org.nessiebackup.Failure;
import org.nessiebackup.QualifiedName;
import org.nessiebackup.TableShape;
import org.nessiebackup.postgres.Session;

/** Describes tables, column by column, from the server's own catalogs. */
public final class TableInspector {
  private static final String TABLE =
      """
      SELECT c.oid, pg_relation_filenode(c.oid) AS relfilenode, pg_get_userbyid(c.relowner) AS owner,
        pg_relation_size(c.oid, 'main') / current_setting('block_size')::int AS pages,
        pg_table_size(c.oid) AS bytes
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ? AND c.relname = ? AND c.relkind = 'r'
      """;

  private static final String COLUMNS =
      """
      SELECT a.attname, tn.nspname AS type_schema, t.typname, a.atttypmod, a.attnotnull,
        CASE WHEN a.attcollation <> t.typcollation THEN cn.nspname END AS collation_schema,
        co.collname, pg_get_expr(d.adbin, d.adrelid) AS default_text
      FROM pg_attribute a
        JOIN pg_type t ON t.oid = a.atttypid JOIN pg_namespace tn ON tn.oid = t.typnamespace
        LEFT JOIN pg_collation co ON co.oid = a.attcollation
        LEFT JOIN pg_namespace cn ON cn.oid = co.collnamespace
        LEFT JOIN pg_attrdef d
          ON d.adrelid = a.attrelid AND d.adnum = a.attnum AND a.attgenerated = ''
      WHERE a.attrelid = ?::oid AND a.attnum > 0 AND NOT a.attisdropped
      ORDER BY a.attnum
      """;

  private static final String KEY =
      """
      SELECT a.attname
      FROM pg_index i CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k(attnum, position)
        JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
      WHERE i.indrelid = ?::oid AND i.indisprimary AND k.position <= i.indnkeyatts
      ORDER BY k.position
      """;

  /** A literal as pg_get_expr writes it: quoted with a cast, a number, or a boolean. */
  private static final Pattern CONSTANT =
      Pattern.compile(
          "(E?)'((?:[^']|'')*)'::[a-z ]+(?:\\(\\d+\\))?"
              + "|\\(?(-?\\d+(?:\\.\\d+)?)\\)?|(true|false)");

  private TableInspector() {}

  public static Optional<TableDescription> inspect(Session session, String schema, String table) {
    return session.first(
        "describe table \"" + table + "\"",
        TABLE,
        row ->
            new TableDescription(
                shape(session, table, row.getLong("oid")),
                row.getLong("oid"),
                row.getLong("relfilenode"),
                row.getString("owner"),
                row.getLong("pages"),
                row.getLong("bytes")),
        schema,
        table);
  }

  /** Those tables of a schema that are there. */
  public static List<TableDescription> present(Session session, String schema, List<String> names) {
    return names.stream().flatMap(name -> inspect(session, schema, name).stream()).toList();
  }

  /**
   * What a table of a catalog looks like.
   *
   * @throws BackupException {@link Failure#CATALOG_NOT_FOUND} if it is not there
   */
  static TableShape shape(Session session, CatalogLocation catalog, String table) {
    return inspect(session, catalog.schema(), table)
        .map(TableDescription::shape)
        .orElseThrow(
            () ->
                Failure.CATALOG_NOT_FOUND.exception(
                    "there is no table \"%s\".\"%s\"".formatted(catalog.schema(), table)));
  }

  /** Describes the tables of a catalog, which are all there. */
  public static List<TableDescription> inspect(Session session, CatalogLocation catalog) {
    return catalog.names().stream()
        .map(
            name ->
                inspect(session, catalog.schema(), name)
                    .orElseThrow(
                        () ->
                            Failure.CATALOG_NOT_FOUND.exception(
                                "table \"%s\".\"%s\" has vanished"
                                    .formatted(catalog.schema(), name),
                                "Somebody else is at work on the catalog; try again.")))
        .toList();
  }

  private static TableShape shape(Session session, String table, long oid) {
    String what = "describe table \"" + table + "\"";
    List<Column> columns = session.query(what, COLUMNS, TableInspector::column, oid);
    return new TableShape(table, columns, session.texts(what, KEY, oid));
  }

  private static Column column(ResultSet row) throws SQLException {
    String collationSchema = row.getString("collation_schema");
    String collation = row.getString("collname");
    return new Column(
        row.getString("attname"),
        new QualifiedName(row.getString("type_schema"), row.getString("typname")),
        row.getInt("atttypmod"),
        row.getBoolean("attnotnull"),
        Optional.ofNullable(collationSchema).map(schema -> new QualifiedName(schema, collation)),
        Optional.ofNullable(row.getString("default_text")).flatMap(TableInspector::constant));
  }

  /** The value of a constant default; an expression gives nothing. */
  static Optional<String> constant(String expression) {
    Matcher matcher = CONSTANT.matcher(expression);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String quoted = matcher.group(2);
    if (quoted != null) {
      String text = quoted.replace("''", "'");
      return Optional.of(matcher.group(1).isEmpty() ? text : text.replace("\\\\", "\\"));
    }
    return Optional.of(matcher.group(3) != null ? matcher.group(3) : matcher.group(4));
  }
}
