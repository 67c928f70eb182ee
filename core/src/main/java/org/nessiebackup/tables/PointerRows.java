package org.nessiebackup.tables;

import java.util.List;
import org.nessiebackup.BackupException;
import org.nessiebackup.Column;
import org.nessiebackup.Failure;
import org.nessiebackup.TableShape;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.postgres.Sql;

/**
 * Rows of a table that give names to things, each with what it points to.
 *
 * @param catalog where the table is
 * @param table its name
 * @param columns the names of its columns
 */
public record PointerRows(CatalogLocation catalog, String table, Columns columns) {
  /** Each takes some hundred bytes of memory. A catalog with more than this has another problem. */
  private static final int MOST = 1_000_000;

  /**
   * Which column means what.
   *
   * @param space a name is unique in its space only
   * @param name the name
   * @param pointer what it points to, as bytes or as hexadecimal text
   * @param deleted whether it counts no more
   */
  public record Columns(String space, String name, String pointer, String deleted) {
    /** From the four names, in that order. */
    public static Columns of(List<String> names) {
      return new Columns(names.get(0), names.get(1), names.get(2), names.get(3));
    }
  }

  /**
   * One row.
   *
   * @param space its space
   * @param name its name
   * @param pointer what it points to, as hexadecimal text
   */
  public record Row(String space, String name, String pointer) {}

  /**
   * Reads the rows that count, all as of one moment. Rows that point to nothing are left out.
   *
   * @throws BackupException {@link Failure#CATALOG_NOT_FOUND} if the table is not there, {@link
   *     Failure#DATABASE} if it has other columns or more rows than can be held in memory
   */
  public List<Row> read(Session session) {
    TableShape shape = TableInspector.shape(session, catalog, table);
    String sql =
        "SELECT %s AS space, %s AS name, %s AS pointer FROM ONLY %s WHERE NOT %s AND %s IS NOT NULL LIMIT ?"
            .formatted(
                Sql.name(columns.space()),
                Sql.name(columns.name()),
                pointer(shape),
                Sql.name(catalog.schema(), table),
                Sql.name(columns.deleted()),
                Sql.name(columns.pointer()));
    List<Row> rows =
        session.query(
            "read table \"" + table + "\"",
            sql,
            row -> new Row(row.getString("space"), row.getString("name"), row.getString("pointer")),
            MOST + 1);
    if (rows.size() > MOST) {
      throw Failure.DATABASE.exception(
          "table \"%s\".\"%s\" has more than %d rows that count"
              .formatted(catalog.schema(), table, MOST));
    }
    return rows;
  }

  private String pointer(TableShape shape) {
    boolean bytes =
        shape.columns().stream()
            .filter(column -> column.name().equals(columns.pointer()))
            .map(Column::type)
            .anyMatch(type -> type.name().equals("bytea"));
    String quoted = Sql.name(columns.pointer());
    return bytes ? "encode(" + quoted + ", 'hex')" : quoted + "::text";
  }
}
