package org.nessiebackup.benchmarks;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGConnection;

/**
 * Rows of a catalog that are kept in files, one for each table: what {@code COPY … TO … (FORMAT
 * binary)} of Nessie's table said, compressed by zstd.
 */
final class KeptRows {
  static final String REFERENCES = "refs2.copy.zst";
  static final String OBJECTS = "objs2.copy.zst";

  /** Those that came later; beside them are all references as they were then. */
  static final String MORE_OBJECTS = "objs2-new.copy.zst";

  private static final int LONGEST_WINDOW = 27;
  private static final int BUFFER = 1 << 16;

  private final Connection connection;

  KeptRows(Connection connection) {
    this.connection = connection;
  }

  /**
   * Looks whether a folder has these files.
   *
   * @throws IllegalArgumentException if it does not
   */
  static void require(Path folder, String... files) {
    for (String file : files) {
      if (!Files.isRegularFile(folder.resolve(file))) {
        throw new IllegalArgumentException("there is no \"" + folder.resolve(file) + "\"");
      }
    }
  }

  /** Into empty tables. */
  void load(Path folder) throws SQLException {
    copy("objs2", folder.resolve(OBJECTS));
    copy("refs2", folder.resolve(REFERENCES));
  }

  /**
   * Lets the catalog grow to what it was later, in one transaction.
   *
   * @return the number of the transaction
   */
  String grow(Path folder) throws SQLException {
    connection.setAutoCommit(false);
    copy("objs2", folder.resolve(MORE_OBJECTS));
    execute("DELETE FROM nessie.refs2 WHERE repo = ''");
    copy("refs2", folder.resolve(REFERENCES));
    String transaction = query("SELECT pg_current_xact_id()::xid");
    connection.commit();
    return transaction;
  }

  /** Makes the catalog again what it was before that transaction. */
  void shrink(Path folder, String transaction) throws SQLException {
    connection.setAutoCommit(false);
    execute("DELETE FROM nessie.objs2 WHERE xmin = '%s'::xid".formatted(transaction));
    execute("DELETE FROM nessie.refs2 WHERE repo = ''");
    copy("refs2", folder.resolve(REFERENCES));
    connection.commit();
  }

  /**
   * Gives the same rows to further Nessie repositories, one behind the other. No id depends on the
   * repository, so each has a whole graph of its own.
   */
  void repeat(int times) throws SQLException {
    execute("SET synchronize_seqscans = off");
    for (int number = 2; number <= times; number++) {
      execute(
          """
          INSERT INTO nessie.objs2 (repo, obj_id, obj_type, obj_vers, obj_value, obj_ref)
          SELECT 'copy-%d', obj_id, obj_type, obj_vers, obj_value, obj_ref
          FROM nessie.objs2 WHERE repo = ''
          """
              .formatted(number));
      execute(
          """
          INSERT INTO nessie.refs2 (repo, ref_name, pointer, ext_info, prev_ptr, created_at, deleted)
          SELECT 'copy-%d', ref_name, pointer, ext_info, prev_ptr, created_at, deleted
          FROM nessie.refs2 WHERE repo = ''
          """
              .formatted(number));
    }
  }

  private void copy(String table, Path file) throws SQLException {
    try (InputStream stored = new BufferedInputStream(Files.newInputStream(file));
        ZstdInputStream rows = new ZstdInputStream(stored)) {
      rows.setLongMax(LONGEST_WINDOW);
      connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn("COPY nessie.%s FROM STDIN (FORMAT binary)".formatted(table), rows, BUFFER);
    } catch (IOException e) {
      throw new UncheckedIOException("\"" + file + "\" cannot be read", e);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private String query(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getString(1);
    }
  }
}
