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
 * Reads the rows of a table that have certain keys, by its primary key of two columns: a space as
 * text, and an id as bytes.
 *
 * @param schema the table's schema
 * @param shape the table
 * @param space the name of the first column
 * @param id the name of the second one
 */
public record KeyedRows(String schema, TableShape shape, String space, String id) {
  /**
   * Reads rows as a COPY binary stream, in no order that matters.
   *
   * @param session one that sees what is to be read ({@link CatalogSnapshot#adopt})
   * @param ids few enough for one statement
   * @throws IOException only what the target throws
   */
  public void read(Session session, String inSpace, List<byte[]> ids, ByteSink target)
      throws IOException {
    String list =
        ids.stream()
            .map(each -> "\"\\\\x" + HexFormat.of().formatHex(each) + '"')
            .collect(Collectors.joining(","));
    TableReader.rows(
        session,
        schema,
        shape,
        "%s = %s AND %s = ANY (%s::bytea[])"
            .formatted(
                Sql.name(space), Sql.text(inSpace), Sql.name(id), Sql.text("{" + list + "}")),
        target);
  }
}
