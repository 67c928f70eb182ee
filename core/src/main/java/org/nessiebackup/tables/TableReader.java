package org.nessiebackup.tables;

import java.io.IOException;
import java.util.List;
import org.nessiebackup.ByteSink;
import org.nessiebackup.TableShape;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.postgres.Sql;
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
      Session session, String schema, TableShape shape, PageRange range, ByteSink target)
      throws IOException {
    rows(session, schema, shape, range.condition(), target);
  }

  /**
   * Reads the rows of a table for which a condition holds. Large ones come last, in pieces, so that
   * nobody has to hold one.
   *
   * @throws IOException only what the target throws
   */
  public static void rows(
      Session session, String schema, TableShape shape, String condition, ByteSink target)
      throws IOException {
    LargeRows large = new LargeRows(session, schema, shape);
    List<String> places = large.find(condition);
    String what = "read table \"" + shape.name() + "\"";
    String query =
        "SELECT %s FROM ONLY %s WHERE (%s)"
            .formatted(Sql.names(shape.columnNames()), Sql.name(schema, shape.name()), condition);
    if (places.isEmpty()) {
      copy(session, what, query, target);
      return;
    }
    UntilTrailer rows = new UntilTrailer(target);
    copy(session, what, query + " AND NOT (" + LargeRows.condition(shape) + ")", rows);
    large.read(places, target);
    rows.finish();
  }

  /** Reads the rows of a query. */
  static void copy(Session session, String what, String query, ByteSink target) throws IOException {
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

  /** Passes a COPY binary stream on, but for the trailer at its end. */
  static final class UntilTrailer implements ByteSink {
    private static final int TRAILER = 2;

    private final ByteSink target;
    private final byte[] held = new byte[TRAILER];
    private int count;

    UntilTrailer(ByteSink target) {
      this.target = target;
    }

    @Override
    public void accept(byte[] bytes, int offset, int length) throws IOException {
      int passed = count + length - TRAILER;
      if (passed > 0) {
        int ofHeld = Math.min(count, passed);
        target.accept(held.clone(), 0, ofHeld);
        System.arraycopy(held, ofHeld, held, 0, count - ofHeld);
        count -= ofHeld;
        int ofBytes = passed - ofHeld;
        target.accept(bytes, offset, ofBytes);
        hold(bytes, offset + ofBytes, length - ofBytes);
      } else {
        hold(bytes, offset, length);
      }
    }

    private void hold(byte[] bytes, int offset, int length) {
      System.arraycopy(bytes, offset, held, count, length);
      count += length;
    }

    /** Passes the trailer on. */
    void finish() throws IOException {
      target.accept(held, 0, count);
    }
  }
}
