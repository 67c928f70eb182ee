package org.nessiebackup.benchmarks;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.nessiebackup.nessie.NessieObject;
import org.nessiebackup.nessie.ObjectDecoder;
import org.nessiebackup.nessie.ObjectId;
import org.nessiebackup.nessie.ObjectRow;
import org.postgresql.PGConnection;

/**
 * Rows of a catalog that are kept in files, one for each table: what {@code COPY … TO … (FORMAT
 * binary)} of Nessie's table said, compressed by zstd.
 */
record KeptRows(Connection connection) {
  static final String REFERENCES = "refs2.copy.zst";
  static final String OBJECTS = "objs2.copy.zst";

  /** Those that came later; beside them are all references as they were then. */
  static final String MORE_OBJECTS = "objs2-new.copy.zst";

  private static final int LONGEST_WINDOW = 27;
  private static final int BUFFER = 1 << 16;

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
    copy("nessie.objs2", folder.resolve(OBJECTS));
    copy("nessie.refs2", folder.resolve(REFERENCES));
  }

  /**
   * Lets the catalog grow to what it was some commits later, in one transaction. Contents of
   * commits that are left out come along; nobody points to them.
   *
   * @param most how many commits, if there are that many
   * @return the number of the transaction
   */
  String grow(Path folder, int most) throws SQLException {
    connection.setAutoCommit(false);
    execute("CREATE TEMP TABLE more (LIKE nessie.objs2) ON COMMIT DROP");
    execute("CREATE TEMP TABLE later (LIKE nessie.refs2) ON COMMIT DROP");
    copy("more", folder.resolve(MORE_OBJECTS));
    copy("later", folder.resolve(REFERENCES));
    moveBack(cut(most));
    execute("INSERT INTO nessie.objs2 SELECT * FROM more ORDER BY ctid");
    execute("DELETE FROM nessie.refs2 WHERE repo = ''");
    execute("INSERT INTO nessie.refs2 SELECT * FROM later ORDER BY ctid");
    String transaction = query("SELECT pg_current_xact_id()::xid");
    connection.commit();
    return transaction;
  }

  /** Takes away all commits but so many; returns the parents of those that are gone. */
  private Map<String, String> cut(int most) throws SQLException {
    Map<String, String> parents = new LinkedHashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet commit =
            statement.executeQuery(
                "SELECT obj_id, obj_value FROM more WHERE obj_type = 'c' ORDER BY ctid")) {
      while (commit.next()) {
        byte[] id = commit.getBytes(1);
        parents.put(text(id), parent(id, commit.getBytes(2)));
      }
    }
    for (int kept = 0; kept < most && !parents.isEmpty(); kept++) {
      // Several clients have committed side by side: a commit may lie before its parent.
      parents.remove(
          parents.keySet().stream()
              .filter(id -> !parents.containsKey(parents.get(id)))
              .findFirst()
              .orElseThrow());
    }
    String sql = "DELETE FROM more WHERE obj_type = 'c' AND encode(obj_id, 'hex') = ANY (?)";
    try (PreparedStatement delete = connection.prepareStatement(sql)) {
      delete.setArray(1, connection.createArrayOf("text", parents.keySet().toArray()));
      delete.executeUpdate();
    }
    return parents;
  }

  /** Lets no reference point to a commit that is gone, and none remember that it did. */
  private void moveBack(Map<String, String> parents) throws SQLException {
    String sql = "UPDATE later SET pointer = decode(?, 'hex'), prev_ptr = NULL WHERE ref_name = ?";
    try (Statement statement = connection.createStatement();
        ResultSet reference = statement.executeQuery("SELECT ref_name, pointer FROM later");
        PreparedStatement update = connection.prepareStatement(sql)) {
      while (reference.next()) {
        String kept = text(reference.getBytes(2));
        if (parents.containsKey(kept)) {
          while (parents.containsKey(kept)) {
            kept = parents.get(kept);
          }
          update.setString(1, kept);
          update.setString(2, reference.getString(1));
          update.executeUpdate();
        }
      }
    }
  }

  private static String parent(byte[] id, byte[] value) {
    ObjectRow row = new ObjectRow("", ObjectId.of(id), "c", Optional.empty(), value, 0);
    return ((NessieObject.Commit) ObjectDecoder.decode(row)).parent().hex();
  }

  private static String text(byte[] id) {
    return HexFormat.of().formatHex(id);
  }

  /** Makes the catalog again what it was before that transaction. */
  void shrink(Path folder, String transaction) throws SQLException {
    connection.setAutoCommit(false);
    execute("DELETE FROM nessie.objs2 WHERE xmin = '%s'::xid".formatted(transaction));
    execute("DELETE FROM nessie.refs2 WHERE repo = ''");
    copy("nessie.refs2", folder.resolve(REFERENCES));
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
          .copyIn("COPY %s FROM STDIN (FORMAT binary)".formatted(table), rows, BUFFER);
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
