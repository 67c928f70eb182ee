package org.nessiebackup.sandbox;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.nessiebackup.sandbox.CatalogTable.Column;
import org.projectnessie.nessie.relocated.protobuf.ByteString;
import org.projectnessie.versioned.storage.common.objtypes.CommitHeaders;
import org.projectnessie.versioned.storage.common.objtypes.CommitObj;
import org.projectnessie.versioned.storage.common.objtypes.ContentValueObj;
import org.projectnessie.versioned.storage.common.objtypes.IndexObj;
import org.projectnessie.versioned.storage.common.objtypes.IndexSegmentsObj;
import org.projectnessie.versioned.storage.common.objtypes.IndexStripe;
import org.projectnessie.versioned.storage.common.objtypes.RefObj;
import org.projectnessie.versioned.storage.common.objtypes.StringObj;
import org.projectnessie.versioned.storage.common.objtypes.TagObj;
import org.projectnessie.versioned.storage.common.objtypes.UniqueIdObj;
import org.projectnessie.versioned.storage.common.objtypes.UpdateableObj;
import org.projectnessie.versioned.storage.common.persist.Obj;
import org.projectnessie.versioned.storage.common.persist.ObjId;
import org.projectnessie.versioned.storage.common.persist.Reference;
import org.projectnessie.versioned.storage.common.proto.StorageTypes.HeaderEntry;
import org.projectnessie.versioned.storage.common.proto.StorageTypes.Headers;
import org.projectnessie.versioned.storage.common.proto.StorageTypes.Stripe;
import org.projectnessie.versioned.storage.common.proto.StorageTypes.Stripes;
import org.projectnessie.versioned.storage.serialize.ProtoSerialization;
import org.projectnessie.versioned.storage.serialize.SmileSerialization;

/** Store type JDBC: each attribute of each type of object has a column; ids are hexadecimal. */
record Version1Rows(String schema) implements CatalogRows {

  @Override
  public CatalogTable references() {
    return new CatalogTable(
        schema,
        "refs",
        List.of(
            Column.name("repo"),
            Column.name("ref_name"),
            Column.name("pointer"),
            Column.flag("deleted"),
            Column.defaultedNumber("created_at"),
            Column.name("ext_info"),
            Column.bytes("prev_ptr")),
        List.of("repo", "ref_name"));
  }

  /** The attributes come in the order of their names, as Nessie has them. */
  @Override
  public CatalogTable objects() {
    return new CatalogTable(
        schema,
        "objs",
        List.of(
            Column.name("repo"),
            Column.name("obj_id"),
            Column.name("obj_type"),
            Column.name("obj_vers"),
            Column.number("obj_ref"),
            Column.name("c_commit_type"),
            Column.number("c_created"),
            Column.bytes("c_headers"),
            Column.flag("c_incomplete_index"),
            Column.bytes("c_incremental_index"),
            Column.name("c_message"),
            Column.name("c_reference_index"),
            Column.bytes("c_reference_index_stripes"),
            Column.name("c_secondary_parents"),
            Column.number("c_seq"),
            Column.name("c_tail"),
            Column.bytes("i_index"),
            Column.bytes("i_stripes"),
            Column.number("r_created_at"),
            Column.name("r_extended_info"),
            Column.name("r_initial_pointer"),
            Column.name("r_name"),
            Column.name("s_compression"),
            Column.name("s_content_type"),
            Column.name("s_filename"),
            Column.name("s_predecessors"),
            Column.bytes("s_text"),
            Column.bytes("t_headers"),
            Column.name("t_message"),
            Column.bytes("t_signature"),
            Column.name("u_space"),
            Column.bytes("u_value"),
            Column.name("v_content_id"),
            Column.bytes("v_data"),
            Column.number("v_payload"),
            Column.name("x_compress"),
            Column.bytes("x_data")),
        List.of("repo", "obj_id"));
  }

  @Override
  public Object keyOf(ObjId id) {
    return id.toString();
  }

  @Override
  public boolean canBeRead() {
    return false;
  }

  @Override
  public Map<String, Object> row(String repository, Reference reference) {
    Map<String, Object> row = new HashMap<>();
    row.put("repo", repository);
    row.put("ref_name", reference.name());
    row.put("pointer", text(reference.pointer()));
    row.put("deleted", reference.deleted());
    long createdAt = reference.createdAtMicros();
    row.put("created_at", createdAt == 0 ? null : createdAt);
    row.put("ext_info", text(reference.extendedInfoObj()));
    row.put("prev_ptr", ProtoSerialization.serializePreviousPointers(reference.previousPointers()));
    return row;
  }

  @Override
  public Map<String, Object> row(String repository, Obj object, Long referenced) {
    Map<String, Object> row = new HashMap<>();
    row.put("repo", repository);
    row.put("obj_id", text(object.id()));
    row.put("obj_type", object.type().name());
    row.put("obj_vers", UpdateableObj.extractVersionToken(object).orElse(null));
    row.put("obj_ref", referenced);
    switch (object) {
      case CommitObj commit -> put(row, commit);
      case ContentValueObj value -> put(row, value);
      case IndexObj index -> row.put("i_index", index.index().toByteArray());
      case IndexSegmentsObj segments -> row.put("i_stripes", stripes(segments.stripes()));
      case RefObj reference -> put(row, reference);
      case StringObj string -> put(row, string);
      case TagObj tag -> put(row, tag);
      case UniqueIdObj unique -> put(row, unique);
      default -> putCustom(row, object);
    }
    return row;
  }

  private static void put(Map<String, Object> row, CommitObj commit) {
    row.put("c_commit_type", commit.commitType().name());
    row.put("c_created", commit.created());
    row.put("c_headers", headers(commit.headers()));
    row.put("c_incomplete_index", commit.incompleteIndex());
    row.put("c_incremental_index", commit.incrementalIndex().toByteArray());
    row.put("c_message", commit.message());
    row.put("c_reference_index", text(commit.referenceIndex()));
    row.put("c_reference_index_stripes", stripes(commit.referenceIndexStripes()));
    row.put("c_secondary_parents", text(commit.secondaryParents()));
    row.put("c_seq", commit.seq());
    row.put("c_tail", text(commit.tail()));
  }

  private static void put(Map<String, Object> row, ContentValueObj value) {
    row.put("v_content_id", value.contentId());
    row.put("v_data", value.data().toByteArray());
    row.put("v_payload", (long) value.payload());
  }

  private static void put(Map<String, Object> row, RefObj reference) {
    row.put("r_created_at", reference.createdAtMicros());
    row.put("r_extended_info", text(reference.extendedInfoObj()));
    row.put("r_initial_pointer", text(reference.initialPointer()));
    row.put("r_name", reference.name());
  }

  private static void put(Map<String, Object> row, StringObj string) {
    row.put("s_compression", string.compression().name());
    row.put("s_content_type", string.contentType());
    row.put("s_filename", string.filename());
    row.put("s_predecessors", text(string.predecessors()));
    row.put("s_text", string.text().toByteArray());
  }

  private static void put(Map<String, Object> row, TagObj tag) {
    CommitHeaders headers = tag.headers();
    row.put(
        "t_headers",
        headers == null ? Headers.getDefaultInstance().toByteArray() : headers(headers));
    row.put("t_message", tag.message());
    ByteString signature = tag.signature();
    row.put("t_signature", signature == null ? null : signature.toByteArray());
  }

  private static void put(Map<String, Object> row, UniqueIdObj unique) {
    row.put("u_space", unique.space());
    row.put("u_value", unique.value().toByteArray());
  }

  private static void putCustom(Map<String, Object> row, Obj object) {
    row.put(
        "x_data",
        SmileSerialization.serializeObj(
            object, compression -> row.put("x_compress", compression.valueString())));
  }

  private static String text(ObjId id) {
    return id == null ? null : id.toString();
  }

  private static String text(List<ObjId> ids) {
    return ids.isEmpty()
        ? null
        : ids.stream().map(ObjId::toString).collect(Collectors.joining(","));
  }

  private static byte[] headers(CommitHeaders headers) {
    Headers.Builder all = Headers.newBuilder();
    for (String name : headers.keySet()) {
      all.addHeaders(HeaderEntry.newBuilder().setName(name).addAllValues(headers.getAll(name)));
    }
    return all.build().toByteArray();
  }

  private static byte[] stripes(List<IndexStripe> stripes) {
    Stripes.Builder all = Stripes.newBuilder();
    for (IndexStripe stripe : stripes) {
      all.addStripes(
          Stripe.newBuilder()
              .setFirstKey(stripe.firstKey().rawString())
              .setLastKey(stripe.lastKey().rawString())
              .setSegment(stripe.segment().asBytes()));
    }
    return all.build().toByteArray();
  }
}
