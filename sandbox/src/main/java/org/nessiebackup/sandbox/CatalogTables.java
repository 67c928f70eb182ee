package org.nessiebackup.sandbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.projectnessie.versioned.storage.common.exceptions.ObjTooLargeException;
import org.projectnessie.versioned.storage.common.objtypes.UpdateableObj;
import org.projectnessie.versioned.storage.common.persist.Obj;
import org.projectnessie.versioned.storage.common.persist.ObjId;
import org.projectnessie.versioned.storage.common.persist.Reference;
import org.projectnessie.versioned.storage.serialize.ProtoSerialization;

/**
 * Nessie's tables of store type JDBC2, read and written as Nessie does.
 *
 * @param connection leads to them
 * @param schema where they are
 * @param repository the Nessie repository whose rows are meant
 */
record CatalogTables(Connection connection, String schema, String repository) {

  private static final long UNKNOWN = -1;

  private String references() {
    return Identifiers.quoted(schema) + ".refs2";
  }

  private String objects() {
    return Identifiers.quoted(schema) + ".objs2";
  }

  /** Names are in the order of their characters, not in that of a language. */
  void create() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          """
          CREATE TABLE %s (
            repo VARCHAR COLLATE ucs_basic, ref_name VARCHAR COLLATE ucs_basic, pointer BYTEA,
            ext_info BYTEA, prev_ptr BYTEA, created_at BIGINT DEFAULT 0, deleted BOOLEAN,
            PRIMARY KEY (repo, ref_name))
          """
              .formatted(references()));
      statement.execute(
          """
          CREATE TABLE %s (
            repo VARCHAR COLLATE ucs_basic, obj_id BYTEA, obj_type VARCHAR COLLATE ucs_basic,
            obj_vers VARCHAR COLLATE ucs_basic, obj_value BYTEA, obj_ref BIGINT,
            PRIMARY KEY (repo, obj_id))
          """
              .formatted(objects()));
    }
  }

  void addObjects(Collection<Obj> added) throws SQLException {
    String sql =
        "INSERT INTO %s (repo, obj_id, obj_type, obj_vers, obj_value, obj_ref)".formatted(objects())
            + " VALUES (?, ?, ?, ?, ?, ?)";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (Obj object : added) {
        statement.setString(1, repository);
        statement.setBytes(2, object.id().asByteArray());
        statement.setString(3, object.type().shortName());
        statement.setString(4, UpdateableObj.extractVersionToken(object).orElse(null));
        statement.setBytes(5, serialized(object));
        statement.setObject(
            6, object.referenced() == UNKNOWN ? null : object.referenced(), Types.BIGINT);
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  void replaceObject(Obj object) throws SQLException {
    String sql = "UPDATE %s SET obj_value = ? WHERE repo = ? AND obj_id = ?".formatted(objects());
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setBytes(1, serialized(object));
      statement.setString(2, repository);
      statement.setBytes(3, object.id().asByteArray());
      statement.executeUpdate();
    }
  }

  /** As Nessie does it, which says only beside the value when it was last referenced. */
  private static byte[] serialized(Obj object) {
    Obj value = object.referenced() == UNKNOWN ? object : object.withReferenced(0);
    try {
      return ProtoSerialization.serializeObj(value, Integer.MAX_VALUE, Integer.MAX_VALUE, false);
    } catch (ObjTooLargeException failure) {
      throw new IllegalStateException("No limit is set", failure);
    }
  }

  void addReferences(Collection<Reference> added) throws SQLException {
    String sql =
        "INSERT INTO %s (repo, ref_name, pointer, ext_info, prev_ptr, created_at, deleted)"
                .formatted(references())
            + " VALUES (?, ?, ?, ?, ?, ?, ?)";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (Reference reference : added) {
        statement.setString(1, repository);
        statement.setString(2, reference.name());
        statement.setBytes(3, bytes(reference.pointer()));
        statement.setBytes(4, bytes(reference.extendedInfoObj()));
        statement.setBytes(
            5, ProtoSerialization.serializePreviousPointers(reference.previousPointers()));
        statement.setObject(
            6, reference.createdAtMicros() == 0 ? null : reference.createdAtMicros(), Types.BIGINT);
        statement.setBoolean(7, reference.deleted());
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  void removeReferences(Collection<String> names) throws SQLException {
    String sql = "DELETE FROM " + references() + " WHERE repo = ? AND ref_name = ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (String name : names) {
        statement.setString(1, repository);
        statement.setString(2, name);
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  /** All references, the deleted ones too. */
  List<Reference> readReferences() throws SQLException {
    String sql =
        """
        SELECT ref_name, pointer, deleted, created_at, ext_info, prev_ptr FROM %s
        WHERE repo = ? ORDER BY ref_name\
        """
            .formatted(references());
    List<Reference> found = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, repository);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          found.add(
              Reference.reference(
                  row.getString(1),
                  id(row.getBytes(2)),
                  row.getBoolean(3),
                  row.getLong(4),
                  id(row.getBytes(5)),
                  ProtoSerialization.deserializePreviousPointers(row.getBytes(6))));
        }
      }
    }
    return found;
  }

  /** The ids of all objects, in the order in which they lie in the table. */
  List<ObjId> readIds() throws SQLException {
    String sql = "SELECT obj_id FROM " + objects() + " WHERE repo = ? ORDER BY ctid";
    List<ObjId> found = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, repository);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          found.add(id(row.getBytes(1)));
        }
      }
    }
    return found;
  }

  /**
   * One object.
   *
   * @throws SQLException if it isn't there
   */
  Obj readObject(ObjId id) throws SQLException {
    String sql =
        "SELECT obj_value, obj_vers, obj_ref FROM %s WHERE repo = ? AND obj_id = ?"
            .formatted(objects());
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, repository);
      statement.setBytes(2, id.asByteArray());
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          throw new SQLException("There is no object " + id);
        }
        long referenced = row.getLong(3);
        return ProtoSerialization.deserializeObj(
            id, row.wasNull() ? UNKNOWN : referenced, row.getBytes(1), row.getString(2));
      }
    }
  }

  private static byte[] bytes(ObjId id) {
    return id == null ? null : id.asByteArray();
  }

  private static ObjId id(byte[] bytes) {
    return bytes == null ? null : ObjId.objIdFromByteArray(bytes);
  }
}
