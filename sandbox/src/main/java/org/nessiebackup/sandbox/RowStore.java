package org.nessiebackup.sandbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.projectnessie.versioned.storage.common.exceptions.ObjTooLargeException;
import org.projectnessie.versioned.storage.common.persist.Obj;
import org.projectnessie.versioned.storage.common.persist.ObjId;
import org.projectnessie.versioned.storage.common.persist.Reference;

/**
 * The rows of one Nessie repository while Nessie's library writes it. New objects go to the server
 * in batches, in the order in which Nessie stores them, so neighbours in the table are neighbours
 * in the history. Only the ids of all objects and the latest objects are kept in memory; older ones
 * are read back from the table, which is why all of it has to happen in one transaction.
 */
final class RowStore {

  private static final int BATCH_BYTES = 4 << 20;
  private static final int KEPT_OBJECTS = 2_000;

  private final Connection connection;
  private final CatalogRows rows;
  private final String repository;
  private final CopyBatch batch;
  private final Set<ObjId> ids = new HashSet<>();
  private final Map<ObjId, Obj> latest = new LinkedHashMap<>();
  private final Map<ObjId, Obj> unsent = new LinkedHashMap<>();
  private final Map<String, Reference> references = new LinkedHashMap<>();
  private final Set<String> changedReferences = new LinkedHashSet<>();
  private long objectRows;

  RowStore(Connection connection, CatalogRows rows, String repository) {
    this.connection = connection;
    this.rows = rows;
    this.repository = repository;
    this.batch = new CopyBatch(rows.objects());
  }

  /** Learns which objects and references the catalog has already. */
  void loadExisting() throws SQLException {
    String objects = "SELECT obj_id FROM " + rows.objects().sqlName() + " WHERE repo = ?";
    try (PreparedStatement statement = connection.prepareStatement(objects)) {
      statement.setString(1, repository);
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          ids.add(ObjId.objIdFromByteArray(result.getBytes(1)));
        }
      }
    }
    for (Reference reference : CatalogReader.references(connection, rows, repository)) {
      references.put(reference.name(), reference);
    }
  }

  /** The object, or null. */
  Obj find(ObjId id) {
    if (!ids.contains(id)) {
      return null;
    }
    Obj waiting = unsent.get(id);
    if (waiting != null) {
      return waiting;
    }
    Obj kept = latest.get(id);
    return kept != null ? kept : readBack(id);
  }

  /**
   * Adds the object unless it is there.
   *
   * @param referenced when, in microseconds since 1970; null if the row shall not know
   * @return whether it is new
   */
  boolean add(Obj object, Long referenced) throws ObjTooLargeException {
    if (!ids.add(object.id())) {
      return false;
    }
    batch.add(rows.row(repository, object, referenced));
    unsent.put(object.id(), object);
    objectRows++;
    if (batch.size() > BATCH_BYTES) {
      send();
    }
    return true;
  }

  /** Removes the object if it is there. */
  void remove(ObjId id) {
    if (!ids.remove(id)) {
      return;
    }
    send();
    latest.remove(id);
    String sql = "DELETE FROM " + rows.objects().sqlName() + " WHERE repo = ? AND obj_id = ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, repository);
      statement.setObject(2, rows.keyOf(id));
      objectRows -= statement.executeUpdate();
    } catch (SQLException failure) {
      throw new IllegalStateException("An object can't be deleted", failure);
    }
  }

  Reference reference(String name) {
    return references.get(name);
  }

  void put(Reference reference) {
    references.put(reference.name(), reference);
    changedReferences.add(reference.name());
  }

  void removeReference(String name) {
    references.remove(name);
    changedReferences.add(name);
  }

  /** Writes all that is still in memory. */
  void finish() throws SQLException {
    send();
    String sql = "DELETE FROM " + rows.references().sqlName() + " WHERE repo = ? AND ref_name = ?";
    CopyBatch changed = new CopyBatch(rows.references());
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (String name : changedReferences) {
        statement.setString(1, repository);
        statement.setString(2, name);
        statement.executeUpdate();
        Reference reference = references.get(name);
        if (reference != null) {
          changed.add(rows.row(repository, reference));
        }
      }
    }
    changed.send(connection);
    changedReferences.clear();
  }

  /** Rows of objects that were added here. */
  long objectRows() {
    return objectRows;
  }

  /** Rows of references there are. */
  long referenceRows() {
    return references.size();
  }

  private void send() {
    try {
      batch.send(connection);
    } catch (SQLException failure) {
      throw new IllegalStateException("Objects can't be written", failure);
    }
    for (Map.Entry<ObjId, Obj> sent : unsent.entrySet()) {
      latest.put(sent.getKey(), sent.getValue());
    }
    unsent.clear();
    if (rows.canBeRead()) {
      var oldest = latest.keySet().iterator();
      while (latest.size() > KEPT_OBJECTS) {
        oldest.next();
        oldest.remove();
      }
    }
  }

  private Obj readBack(ObjId id) {
    try {
      Obj object = CatalogReader.object(connection, rows, repository, id);
      latest.put(id, object);
      return object;
    } catch (SQLException failure) {
      throw new IllegalStateException("An object can't be read back", failure);
    }
  }
}
