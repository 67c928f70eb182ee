package org.nessiebackup.tables;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.nessiebackup.ByteSink;
import org.nessiebackup.TableShape;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.postgres.Sql;

/**
 * Reads the rows of a table to which another table points: the newest of their kind, which the next
 * rows will resemble most.
 *
 * @param session one that sees the rows, in a transaction
 * @param schema the schema of the table
 * @param shape the table whose rows are pointed to
 */
public record SampleRows(Session session, String schema, TableShape shape) {
  /**
   * Where the rows are, in physical order; of many the last ones.
   *
   * @param pointing the table that points
   * @param pointers its columns that hold the key of a row
   * @param mostBytes how large they may be together, on disk
   */
  public List<String> find(String pointing, List<String> pointers, long mostBytes) {
    String sql =
        """
        SELECT place::text
        FROM (SELECT o.ctid AS place, sum(pg_column_size(o.*)) OVER (ORDER BY o.ctid DESC) AS bytes
          FROM ONLY %s AS o WHERE (%s) IN (SELECT %s FROM ONLY %s) AND NOT (%s)) AS heads
        WHERE bytes <= ? ORDER BY place
        """
            .formatted(
                Sql.name(schema, shape.name()),
                Sql.names(shape.primaryKey()),
                Sql.names(pointers),
                Sql.name(schema, pointing),
                LargeRows.condition(shape));
    return session.texts("look for heads", sql, mostBytes);
  }

  /**
   * Reads the rows at some places, in physical order, as a COPY binary stream. Whether they are
   * still those that were there once is for the caller to find out.
   *
   * @param places as {@link #find} writes them, checked by the caller
   * @throws IOException only what the target throws
   */
  public void read(List<String> places, ByteSink target) throws IOException {
    String list =
        places.stream().map(place -> "\"" + place + "\"").collect(Collectors.joining(","));
    TableReader.copy(
        session,
        "read heads of table \"" + shape.name() + "\"",
        "SELECT %s FROM ONLY %s WHERE ctid = ANY (%s::tid[]) AND NOT (%s) ORDER BY ctid"
            .formatted(
                Sql.names(shape.columnNames()),
                Sql.name(schema, shape.name()),
                Sql.text("{" + list + "}"),
                LargeRows.condition(shape)),
        target);
  }
}
