package org.nessiebackup.sandbox;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.projectnessie.versioned.storage.common.persist.Obj;
import org.projectnessie.versioned.storage.common.persist.ObjId;
import org.projectnessie.versioned.storage.common.persist.Reference;

/**
 * The rows of one Nessie repository while Nessie's library writes it. New objects go to the server
 * in batches, in the order in which Nessie stores them, so neighbours in the table are mostly
 * neighbours in the history. Only the ids of all objects and the latest objects are kept in memory;
 * older ones are read back from the table, which is why all of it has to happen in one transaction.
 */
final class RowStore {

  private static final int BATCH = 500;
  private static final int KEPT_OBJECTS = 2_000;

  private final CatalogTables tables;
  private final Set<ObjId> ids = new HashSet<>();
  private final Map<ObjId, Obj> latest =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ObjId, Obj> eldest) {
          return size() > KEPT_OBJECTS;
        }
      };
  private final List<Obj> unsent = new ArrayList<>();
  private final Map<String, Reference> references = new HashMap<>();
  private final Set<String> changedReferences = new LinkedHashSet<>();
  private long objectRows;

  RowStore(CatalogTables tables) {
    this.tables = tables;
  }

  /** Learns which objects and references the catalog has already. */
  void loadExisting() throws SQLException {
    ids.addAll(tables.readIds());
    tables.readReferences().forEach(reference -> references.put(reference.name(), reference));
  }

  /** The object, or null. */
  Obj find(ObjId id) {
    if (!ids.contains(id)) {
      return null;
    }
    Obj known = latest.get(id);
    return known != null ? known : readBack(id);
  }

  /** Adds the object unless it is there; returns whether it is new. */
  boolean add(Obj object) {
    if (!ids.add(object.id())) {
      return false;
    }
    latest.put(object.id(), object);
    unsent.add(object);
    objectRows++;
    if (unsent.size() == BATCH) {
      send();
    }
    return true;
  }

  /** The names of all references, of deleted ones too. */
  Set<String> referenceNames() {
    return Set.copyOf(references.keySet());
  }

  /** The ids of all objects. */
  Set<ObjId> ids() {
    return Set.copyOf(ids);
  }

  /** Puts another object in the place of one that is there. */
  void replace(Obj object) throws SQLException {
    send();
    tables.replaceObject(object);
    latest.put(object.id(), object);
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
    tables.removeReferences(changedReferences);
    tables.addReferences(
        changedReferences.stream().map(references::get).filter(Objects::nonNull).toList());
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
      tables.addObjects(unsent);
      unsent.clear();
    } catch (SQLException failure) {
      throw new IllegalStateException("Objects can't be written", failure);
    }
  }

  private Obj readBack(ObjId id) {
    send();
    try {
      Obj object = tables.readObject(id);
      latest.put(id, object);
      return object;
    } catch (SQLException failure) {
      throw new IllegalStateException("An object can't be read back", failure);
    }
  }
}
