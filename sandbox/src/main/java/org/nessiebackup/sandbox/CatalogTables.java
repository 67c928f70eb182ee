package org.nessiebackup.sandbox;

import static org.nessiebackup.sandbox.CatalogTable.Type.BYTES;
import static org.nessiebackup.sandbox.CatalogTable.Type.DEFAULTED_NUMBER;
import static org.nessiebackup.sandbox.CatalogTable.Type.FLAG;
import static org.nessiebackup.sandbox.CatalogTable.Type.NUMBER;
import static org.nessiebackup.sandbox.CatalogTable.Type.TEXT;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.nessiebackup.sandbox.CatalogTable.Column;
import org.projectnessie.versioned.storage.common.exceptions.ObjTooLargeException;
import org.projectnessie.versioned.storage.common.objtypes.UpdateableObj;
import org.projectnessie.versioned.storage.common.persist.Obj;
import org.projectnessie.versioned.storage.common.persist.Reference;
import org.projectnessie.versioned.storage.serialize.ProtoSerialization;

/**
 * Nessie's tables of store type JDBC2, for the rows of one Nessie repository.
 *
 * @param repository its id
 */
record CatalogTables(
    String repository, CatalogTable<Reference> references, CatalogTable<Obj> objects) {

  static final String KEY_OF_REFERENCES = "repo, ref_name";
  static final String KEY_OF_OBJECTS = "repo, obj_id";
  private static final long UNKNOWN = -1;

  static final Column<Reference> NAME = new Column<>("ref_name", TEXT, Reference::name);
  static final Column<Reference> PREVIOUS =
      new Column<>(
          "prev_ptr",
          BYTES,
          reference -> ProtoSerialization.serializePreviousPointers(reference.previousPointers()));
  static final Column<Reference> CREATED =
      new Column<>(
          "created_at",
          DEFAULTED_NUMBER,
          reference -> reference.createdAtMicros() == 0 ? null : reference.createdAtMicros());
  static final Column<Reference> DELETED = new Column<>("deleted", FLAG, Reference::deleted);
  static final Column<Obj> VERSION =
      new Column<>(
          "obj_vers", TEXT, object -> UpdateableObj.extractVersionToken(object).orElse(null));
  static final Column<Obj> REFERENCED =
      new Column<>(
          "obj_ref", NUMBER, object -> object.referenced() == UNKNOWN ? null : object.referenced());

  static CatalogTables of(String schema, String repository) {
    return new CatalogTables(
        repository,
        new CatalogTable<>(
            schema,
            "refs2",
            KEY_OF_REFERENCES,
            List.of(
                repository(repository),
                NAME,
                new Column<>("pointer", BYTES, Reference::pointer),
                new Column<>("ext_info", BYTES, Reference::extendedInfoObj),
                PREVIOUS,
                CREATED,
                DELETED)),
        new CatalogTable<>(
            schema,
            "objs2",
            KEY_OF_OBJECTS,
            List.of(
                repository(repository),
                new Column<>("obj_id", BYTES, Obj::id),
                new Column<>("obj_type", TEXT, object -> object.type().shortName()),
                VERSION,
                new Column<>("obj_value", BYTES, CatalogTables::serialized),
                REFERENCED)));
  }

  void create(Statement statement) throws SQLException {
    statement.execute(references.createStatement());
    statement.execute(objects.createStatement());
  }

  static <T> Column<T> repository(String id) {
    return new Column<>("repo", TEXT, row -> id);
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
}
