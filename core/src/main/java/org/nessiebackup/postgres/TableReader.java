package org.nessiebackup.postgres;

import java.io.IOException;
import org.nessiebackup.TableShape;
import org.postgresql.copy.CopyOut;

/** Reads rows as the server's COPY binary stream, in physical order. */
public final class TableReader {
  private TableReader() {}

  /**
   * Reads a stretch of a table.
   *
   * @param session one that sees what is to be read ({@link CatalogSnapshot#adopt})
   * @param schema the table's schema
   * @param shape which columns, in which order
   * @throws IOException only what the target throws
   */
  public static void read(
      Session session, String schema, TableShape shape, PageRange range, CopyTarget target)
      throws IOException {
    copy(
        session,
        "read table \"" + shape.name() + "\"",
        "SELECT %s FROM ONLY %s%s"
            .formatted(
                Sql.names(shape.columnNames()), Sql.name(schema, shape.name()), range.condition()),
        target);
  }

  /** Reads what a query answers. */
  static void copy(Session session, String what, String query, CopyTarget target)
      throws IOException {
    String statement = "COPY (" + query + ") TO STDOUT (FORMAT binary)";
    CopyOut copy = session.call(what, () -> session.copies().copyOut(statement));
    try {
      for (byte[] piece = next(session, copy, what);
          piece != null;
          piece = next(session, copy, what)) {
        target.accept(piece, 0, piece.length);
      }
    } catch (IOException | RuntimeException e) {
      if (copy.isActive()) {
        session.abandonAfter(copy, e);
      }
      throw e;
    }
  }

  private static byte[] next(Session session, CopyOut copy, String what) {
    return session.call(what, copy::readFromCopy);
  }
}
