package org.nessiebackup.sandbox;

import java.util.Map;
import org.projectnessie.versioned.storage.common.exceptions.ObjTooLargeException;
import org.projectnessie.versioned.storage.common.persist.Obj;
import org.projectnessie.versioned.storage.common.persist.ObjId;
import org.projectnessie.versioned.storage.common.persist.Reference;

/** How references and objects become rows, for one store type. */
sealed interface CatalogRows permits Version1Rows, Version2Rows {

  static CatalogRows of(StoreType type, String schema) {
    return switch (type) {
      case JDBC -> new Version1Rows(schema);
      case JDBC2 -> new Version2Rows(schema);
    };
  }

  CatalogTable references();

  /** An object's id as the parameter of a statement. */
  Object keyOf(ObjId id);

  /** Whether {@link CatalogReader} understands these rows. */
  boolean canBeRead();

  CatalogTable objects();

  /** The row of a reference by column; what is missing is NULL. */
  Map<String, Object> row(String repository, Reference reference);

  /**
   * The row of an object by column; what is missing is NULL.
   *
   * @param referenced when it was last referenced, in microseconds since 1970; null if nobody knows
   */
  Map<String, Object> row(String repository, Obj object, Long referenced)
      throws ObjTooLargeException;
}
