package org.nessiebackup.sandbox;

import java.lang.reflect.Array;
import java.util.Set;
import org.projectnessie.versioned.storage.common.config.StoreConfig;
import org.projectnessie.versioned.storage.common.exceptions.ObjTooLargeException;
import org.projectnessie.versioned.storage.common.exceptions.RefAlreadyExistsException;
import org.projectnessie.versioned.storage.common.exceptions.RefConditionFailedException;
import org.projectnessie.versioned.storage.common.exceptions.RefNotFoundException;
import org.projectnessie.versioned.storage.common.objtypes.UpdateableObj;
import org.projectnessie.versioned.storage.common.persist.CloseableIterator;
import org.projectnessie.versioned.storage.common.persist.Obj;
import org.projectnessie.versioned.storage.common.persist.ObjId;
import org.projectnessie.versioned.storage.common.persist.ObjType;
import org.projectnessie.versioned.storage.common.persist.Reference;
import org.projectnessie.versioned.storage.common.persist.ValidatingPersist;

/**
 * What Nessie's library stores through: objects become rows at once, references when all is done.
 * For one thread; nobody else writes the tables meanwhile.
 */
record RowPersist(RowStore store, StoreConfig config) implements ValidatingPersist {
  private static final long UNKNOWN = -1;

  @Override
  public String name() {
    return "sandbox";
  }

  @Override
  public StoreConfig config() {
    return config;
  }

  @Override
  public Reference addReference(Reference reference) throws RefAlreadyExistsException {
    Reference present = store.reference(reference.name());
    if (present != null) {
      throw new RefAlreadyExistsException(present);
    }
    store.put(reference);
    return reference;
  }

  @Override
  public Reference markReferenceAsDeleted(Reference reference)
      throws RefNotFoundException, RefConditionFailedException {
    requirePresent(reference, false);
    Reference deleted = reference.withDeleted(true);
    store.put(deleted);
    return deleted;
  }

  @Override
  public void purgeReference(Reference reference)
      throws RefNotFoundException, RefConditionFailedException {
    requirePresent(reference, true);
    store.removeReference(reference.name());
  }

  @Override
  public Reference updateReferencePointer(Reference reference, ObjId newPointer)
      throws RefNotFoundException, RefConditionFailedException {
    requirePresent(reference, false);
    Reference updated = reference.forNewPointer(newPointer, config);
    store.put(updated);
    return updated;
  }

  @Override
  public Reference fetchReference(String name) {
    return store.reference(name);
  }

  @Override
  public Reference[] fetchReferences(String[] names) {
    Reference[] found = new Reference[names.length];
    for (int i = 0; i < names.length; i++) {
      found[i] = names[i] == null ? null : store.reference(names[i]);
    }
    return found;
  }

  @Override
  public <T extends Obj> T[] fetchTypedObjsIfExist(ObjId[] ids, ObjType type, Class<T> typeClass) {
    @SuppressWarnings("unchecked") // The array is made of this very class.
    T[] found = (T[]) Array.newInstance(typeClass, ids.length);
    for (int i = 0; i < ids.length; i++) {
      Obj object = ids[i] == null ? null : store.find(ids[i]);
      if (object != null && (type == null || type.equals(object.type()))) {
        found[i] = typeClass.cast(object);
      }
    }
    return found;
  }

  @Override
  public boolean storeObj(Obj object, boolean ignoreSoftSizeRestrictions)
      throws ObjTooLargeException {
    if (!ignoreSoftSizeRestrictions) {
      // Too large an index makes Nessie spread it over objects of its own.
      verifySoftRestrictions(object);
    }
    return store.add(
        object.referenced() == UNKNOWN
            ? object
            : object.withReferenced(config.currentTimeMicros()));
  }

  @Override
  public boolean[] storeObjs(Obj[] objects) throws ObjTooLargeException {
    boolean[] stored = new boolean[objects.length];
    for (int i = 0; i < objects.length; i++) {
      stored[i] = objects[i] != null && storeObj(objects[i]);
    }
    return stored;
  }

  @Override
  public void deleteObj(ObjId id) {
    throw unsupported();
  }

  @Override
  public void deleteObjs(ObjId[] ids) {
    throw unsupported();
  }

  @Override
  public void upsertObj(Obj object) {
    throw unsupported();
  }

  @Override
  public void upsertObjs(Obj[] objects) {
    throw unsupported();
  }

  @Override
  public boolean deleteWithReferenced(Obj object) {
    throw unsupported();
  }

  @Override
  public boolean deleteConditional(UpdateableObj object) {
    throw unsupported();
  }

  @Override
  public boolean updateConditional(UpdateableObj expected, UpdateableObj newValue) {
    throw unsupported();
  }

  @Override
  public CloseableIterator<Obj> scanAllObjects(Set<ObjType> returnedObjTypes) {
    throw unsupported();
  }

  @Override
  public void erase() {
    throw unsupported();
  }

  private static UnsupportedOperationException unsupported() {
    return new UnsupportedOperationException("No task runs here, and nothing is cleaned up");
  }

  private void requirePresent(Reference reference, boolean deleted)
      throws RefNotFoundException, RefConditionFailedException {
    Reference present = store.reference(reference.name());
    if (present == null) {
      throw new RefNotFoundException(reference);
    }
    if (!present.pointer().equals(reference.pointer()) || present.deleted() != deleted) {
      throw new RefConditionFailedException(present);
    }
  }
}
