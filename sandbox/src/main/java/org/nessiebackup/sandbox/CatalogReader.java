package org.nessiebackup.sandbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.projectnessie.versioned.storage.common.persist.Obj;
import org.projectnessie.versioned.storage.common.persist.ObjId;
import org.projectnessie.versioned.storage.common.persist.Reference;
import org.projectnessie.versioned.storage.serialize.ProtoSerialization;

/** Reads rows as Nessie reads them. */
final class CatalogReader {

  private CatalogReader() {}

  /** All references of a Nessie repository, the deleted ones too. */
  static List<Reference> references(Connection connection, CatalogTables tables)
      throws SQLException {
    String sql =
        """
        SELECT ref_name, pointer, deleted, created_at, ext_info, prev_ptr FROM %s
        WHERE repo = ? ORDER BY ref_name\
        """
            .formatted(tables.references().sqlName());
    List<Reference> references = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, tables.repository());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          references.add(
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
    return references;
  }

  /**
   * One object.
   *
   * @throws SQLException if it isn't there
   */
  static Obj object(Connection connection, CatalogTables tables, ObjId id) throws SQLException {
    String sql =
        "SELECT obj_value, obj_vers, obj_ref FROM %s WHERE repo = ? AND obj_id = ?"
            .formatted(tables.objects().sqlName());
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, tables.repository());
      statement.setBytes(2, id.asByteArray());
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          throw new SQLException("There is no object " + id);
        }
        long referenced = row.getLong(3);
        return ProtoSerialization.deserializeObj(
            id, row.wasNull() ? -1 : referenced, row.getBytes(1), row.getString(2));
      }
    }
  }

  private static ObjId id(byte[] bytes) {
    return bytes == null ? null : ObjId.objIdFromByteArray(bytes);
  }
}
