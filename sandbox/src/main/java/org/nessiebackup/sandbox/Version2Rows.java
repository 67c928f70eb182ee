package org.nessiebackup.sandbox;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nessiebackup.sandbox.CatalogTable.Column;
import org.projectnessie.versioned.storage.common.exceptions.ObjTooLargeException;
import org.projectnessie.versioned.storage.common.objtypes.UpdateableObj;
import org.projectnessie.versioned.storage.common.persist.Obj;
import org.projectnessie.versioned.storage.common.persist.ObjId;
import org.projectnessie.versioned.storage.common.persist.Reference;
import org.projectnessie.versioned.storage.serialize.ProtoSerialization;

/** Store type JDBC2: each object is one serialized value. */
record Version2Rows(String schema) implements CatalogRows {

  @Override
  public CatalogTable references() {
    return new CatalogTable(
        schema,
        "refs2",
        List.of(
            Column.name("repo"),
            Column.name("ref_name"),
            Column.bytes("pointer"),
            Column.bytes("ext_info"),
            Column.bytes("prev_ptr"),
            Column.defaultedNumber("created_at"),
            Column.flag("deleted")),
        List.of("repo", "ref_name"));
  }

  @Override
  public CatalogTable objects() {
    return new CatalogTable(
        schema,
        "objs2",
        List.of(
            Column.name("repo"),
            Column.bytes("obj_id"),
            Column.name("obj_type"),
            Column.name("obj_vers"),
            Column.bytes("obj_value"),
            Column.number("obj_ref")),
        List.of("repo", "obj_id"));
  }

  @Override
  public Object keyOf(ObjId id) {
    return id.asByteArray();
  }

  @Override
  public boolean canBeRead() {
    return true;
  }

  @Override
  public Map<String, Object> row(String repository, Reference reference) {
    Map<String, Object> row = new HashMap<>();
    row.put("repo", repository);
    row.put("ref_name", reference.name());
    row.put("pointer", reference.pointer().asByteArray());
    ObjId extendedInfo = reference.extendedInfoObj();
    row.put("ext_info", extendedInfo == null ? null : extendedInfo.asByteArray());
    row.put("prev_ptr", ProtoSerialization.serializePreviousPointers(reference.previousPointers()));
    long createdAt = reference.createdAtMicros();
    row.put("created_at", createdAt == 0 ? null : createdAt);
    row.put("deleted", reference.deleted());
    return row;
  }

  @Override
  public Map<String, Object> row(String repository, Obj object, Long referenced)
      throws ObjTooLargeException {
    Map<String, Object> row = new HashMap<>();
    row.put("repo", repository);
    row.put("obj_id", object.id().asByteArray());
    row.put("obj_type", object.type().shortName());
    row.put("obj_vers", UpdateableObj.extractVersionToken(object).orElse(null));
    row.put(
        "obj_value",
        ProtoSerialization.serializeObj(object, Integer.MAX_VALUE, Integer.MAX_VALUE, false));
    row.put("obj_ref", referenced);
    return row;
  }
}
