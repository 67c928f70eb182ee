package org.nessiebackup.tables;

import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.nessiebackup.ByteSink;
import org.nessiebackup.TableShape;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.postgres.Sql;

/**
 * Rows of a table as a COPY binary stream, with one field more in front of each, of two bytes: a
 * mark that tells whether the row has changed since a horizon, as {@link ChangedRows} has it.
 *
 * @param schema the table's schema
 * @param shape the table
 * @param horizon of an earlier snapshot
 */
public record MarkedRows(String schema, TableShape shape, long horizon) {
  /** The mark of a row that is as it was. */
  public static final int OLD = 0;

  /** The mark of a row that is new or changed. */
  public static final int NEW = 1;

  /** The mark of a row that is new or changed, and too large to be held. */
  public static final int LARGE = 2;

  /**
   * Reads all rows, whatever their mark.
   *
   * @throws IOException only what the target throws
   */
  public void readAll(Session session, ByteSink target) throws IOException {
    read(session, Sql.names(shape.columnNames()), "", target);
  }

  /**
   * Reads the rows with some keys, of those that are there. Rows that are not new have their key,
   * and values without meaning in other columns of type {@code bytea}.
   *
   * @param columns the names of the two columns of the key
   * @param space the value of the first
   * @param ids values of the second, few enough for one statement
   * @throws IOException only what the target throws
   */
  public void read(
      Session session, List<String> columns, String space, List<byte[]> ids, ByteSink target)
      throws IOException {
    String list =
        ids.stream()
            .map(each -> "\"\\\\x" + HexFormat.of().formatHex(each) + '"')
            .collect(Collectors.joining(","));
    String values =
        shape.columns().stream()
            .map(
                column ->
                    columns.contains(column.name()) || !column.type().name().equals("bytea")
                        ? Sql.name(column.name())
                        : "CASE WHEN %s = %d THEN %s ELSE '' END"
                            .formatted(mark(), NEW, Sql.name(column.name())))
            .collect(Collectors.joining(", "));
    read(
        session,
        values,
        " WHERE %s = %s AND %s = ANY (%s::bytea[])"
            .formatted(
                Sql.name(columns.getFirst()),
                Sql.text(space),
                Sql.name(columns.getLast()),
                Sql.text("{" + list + "}")),
        target);
  }

  private void read(Session session, String values, String where, ByteSink target)
      throws IOException {
    TableReader.copy(
        session,
        "read what is new in table \"" + shape.name() + "\"",
        "SELECT %s::int2, %s FROM ONLY %s%s"
            .formatted(mark(), values, Sql.name(schema, shape.name()), where),
        target);
  }

  private String mark() {
    return "CASE WHEN NOT (%s) THEN %d WHEN %s THEN %d ELSE %d END"
        .formatted(ChangedRows.condition(horizon), OLD, LargeRows.condition(shape), LARGE, NEW);
  }
}
