package org.nessiebackup.sandbox;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * The rows of a catalog of the shape {@link CatalogOddities#small}. Nessie's library makes a few of
 * them in each process, and whoever wants another one gets the rows of these in turn: it has tables
 * of its own and the same content, at a tenth of the price. So many follow on each other that no
 * test takes one of its catalogs for another.
 */
public final class RecordedCatalog {
  private static final int RECORDINGS = 4;
  private static final List<RecordedCatalog> RECORDED = new ArrayList<>();
  private static int given;

  private final SampleCatalog numbers;
  private final byte[] objects;
  private final byte[] references;

  private RecordedCatalog(SampleCatalog numbers, byte[] objects, byte[] references) {
    this.numbers = numbers;
    this.objects = objects;
    this.references = references;
  }

  /** Does what {@link SampleCatalog#create} does. */
  public static SampleCatalog create(Connection connection, String schema) throws SQLException {
    synchronized (RECORDED) {
      if (RECORDED.size() < RECORDINGS) {
        SampleCatalog made = SampleCatalog.create(connection, schema, CatalogOddities.small());
        RECORDED.add(
            new RecordedCatalog(
                made,
                read(connection, Identifiers.quoted(schema) + ".objs2"),
                read(connection, Identifiers.quoted(schema) + ".refs2")));
        return made;
      }
      return RECORDED.get(given++ % RECORDINGS).write(connection, schema);
    }
  }

  private static byte[] read(Connection connection, String table) throws SQLException {
    ByteArrayOutputStream rows = new ByteArrayOutputStream();
    try {
      // In the order in which Nessie has stored them.
      copies(connection)
          .copyOut(
              "COPY (SELECT * FROM " + table + " ORDER BY ctid) TO STDOUT (FORMAT binary)", rows);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return rows.toByteArray();
  }

  private SampleCatalog write(Connection connection, String schema) throws SQLException {
    boolean autoCommit = connection.getAutoCommit();
    connection.setAutoCommit(false);
    try {
      SampleCatalog.createTables(connection, schema);
      String copy = "COPY " + Identifiers.quoted(schema) + ".%s FROM STDIN (FORMAT binary)";
      copies(connection).copyIn(copy.formatted("objs2"), new ByteArrayInputStream(objects));
      copies(connection).copyIn(copy.formatted("refs2"), new ByteArrayInputStream(references));
      connection.commit();
      return numbers;
    } catch (IOException failure) {
      connection.rollback();
      throw new UncheckedIOException(failure);
    } catch (SQLException failure) {
      connection.rollback();
      throw failure;
    } finally {
      connection.setAutoCommit(autoCommit);
    }
  }

  private static CopyManager copies(Connection connection) throws SQLException {
    return connection.unwrap(PGConnection.class).getCopyAPI();
  }
}
