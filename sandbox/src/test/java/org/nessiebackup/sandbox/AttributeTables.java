package org.nessiebackup.sandbox;

import static org.nessiebackup.sandbox.CatalogTable.Type.BYTES;
import static org.nessiebackup.sandbox.CatalogTable.Type.DEFAULTED_NUMBER;
import static org.nessiebackup.sandbox.CatalogTable.Type.FLAG;
import static org.nessiebackup.sandbox.CatalogTable.Type.NUMBER;
import static org.nessiebackup.sandbox.CatalogTable.Type.TEXT;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.nessiebackup.sandbox.CatalogTable.Column;
import org.projectnessie.versioned.storage.common.objtypes.CommitHeaders;
import org.projectnessie.versioned.storage.common.objtypes.CommitObj;
import org.projectnessie.versioned.storage.common.objtypes.ContentValueObj;
import org.projectnessie.versioned.storage.common.objtypes.IndexObj;
import org.projectnessie.versioned.storage.common.objtypes.IndexSegmentsObj;
import org.projectnessie.versioned.storage.common.objtypes.IndexStripe;
import org.projectnessie.versioned.storage.common.objtypes.RefObj;
import org.projectnessie.versioned.storage.common.objtypes.StandardObjType;
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

/** The tables of store type JDBC: each attribute of each type of object has a column. */
final class AttributeTables {

  private static final long UNKNOWN = -1;

  private AttributeTables() {}

  static CatalogTable<Reference> references(String schema, String repository) {
    return new CatalogTable<>(
        schema,
        "refs",
        "repo, ref_name",
        List.of(
            new Column<>("repo", TEXT, row -> repository),
            new Column<>("ref_name", TEXT, Reference::name),
            new Column<>("pointer", TEXT, Reference::pointer),
            new Column<>("deleted", FLAG, Reference::deleted),
            new Column<>(
                "created_at",
                DEFAULTED_NUMBER,
                reference -> reference.createdAtMicros() == 0 ? null : reference.createdAtMicros()),
            new Column<>("ext_info", TEXT, Reference::extendedInfoObj),
            new Column<>(
                "prev_ptr",
                BYTES,
                reference ->
                    ProtoSerialization.serializePreviousPointers(reference.previousPointers()))));
  }

  static CatalogTable<Obj> objects(String schema, String repository) {
    return new CatalogTable<>(schema, "objs", "repo, obj_id", columns(repository));
  }

  /** The attributes come in the order of their names, as Nessie has them. */
  private static List<Column<Obj>> columns(String repository) {
    return List.of(
        new Column<>("repo", TEXT, row -> repository),
        new Column<>("obj_id", TEXT, Obj::id),
        new Column<>("obj_type", TEXT, object -> object.type().name()),
        new Column<>(
            "obj_vers", TEXT, object -> UpdateableObj.extractVersionToken(object).orElse(null)),
        new Column<>(
            "obj_ref",
            NUMBER,
            object -> object.referenced() == UNKNOWN ? null : object.referenced()),
        of(CommitObj.class, "c_commit_type", TEXT, commit -> commit.commitType().name()),
        of(CommitObj.class, "c_created", NUMBER, CommitObj::created),
        of(CommitObj.class, "c_headers", BYTES, commit -> headers(commit.headers())),
        of(CommitObj.class, "c_incomplete_index", FLAG, CommitObj::incompleteIndex),
        of(CommitObj.class, "c_incremental_index", BYTES, CommitObj::incrementalIndex),
        of(CommitObj.class, "c_message", TEXT, CommitObj::message),
        of(CommitObj.class, "c_reference_index", TEXT, CommitObj::referenceIndex),
        of(
            CommitObj.class,
            "c_reference_index_stripes",
            BYTES,
            commit -> stripes(commit.referenceIndexStripes())),
        of(CommitObj.class, "c_secondary_parents", TEXT, commit -> ids(commit.secondaryParents())),
        of(CommitObj.class, "c_seq", NUMBER, CommitObj::seq),
        of(CommitObj.class, "c_tail", TEXT, commit -> ids(commit.tail())),
        of(IndexObj.class, "i_index", BYTES, IndexObj::index),
        of(IndexSegmentsObj.class, "i_stripes", BYTES, segments -> stripes(segments.stripes())),
        of(RefObj.class, "r_created_at", NUMBER, RefObj::createdAtMicros),
        of(RefObj.class, "r_extended_info", TEXT, RefObj::extendedInfoObj),
        of(RefObj.class, "r_initial_pointer", TEXT, RefObj::initialPointer),
        of(RefObj.class, "r_name", TEXT, RefObj::name),
        of(StringObj.class, "s_compression", TEXT, string -> string.compression().name()),
        of(StringObj.class, "s_content_type", TEXT, StringObj::contentType),
        of(StringObj.class, "s_filename", TEXT, StringObj::filename),
        of(StringObj.class, "s_predecessors", TEXT, string -> ids(string.predecessors())),
        of(StringObj.class, "s_text", BYTES, StringObj::text),
        of(TagObj.class, "t_headers", BYTES, tag -> headers(tag.headers())),
        of(TagObj.class, "t_message", TEXT, TagObj::message),
        of(TagObj.class, "t_signature", BYTES, TagObj::signature),
        of(UniqueIdObj.class, "u_space", TEXT, UniqueIdObj::space),
        of(UniqueIdObj.class, "u_value", BYTES, UniqueIdObj::value),
        of(ContentValueObj.class, "v_content_id", TEXT, ContentValueObj::contentId),
        of(ContentValueObj.class, "v_data", BYTES, ContentValueObj::data),
        of(ContentValueObj.class, "v_payload", NUMBER, ContentValueObj::payload),
        custom("x_compress", TEXT, AttributeTables::compression),
        custom(
            "x_data", BYTES, object -> SmileSerialization.serializeObj(object, compression -> {})));
  }

  private static <A extends Obj> Column<Obj> of(
      Class<A> kind, String name, CatalogTable.Type type, Function<A, Object> value) {
    return new Column<>(
        name, type, object -> kind.isInstance(object) ? value.apply(kind.cast(object)) : null);
  }

  /** Of objects whose types somebody else than Nessie's own storage has defined. */
  private static Column<Obj> custom(
      String name, CatalogTable.Type type, Function<Obj, Object> value) {
    return new Column<>(
        name,
        type,
        object -> object.type() instanceof StandardObjType ? null : value.apply(object));
  }

  private static String compression(Obj object) {
    AtomicReference<String> used = new AtomicReference<>();
    SmileSerialization.serializeObj(object, compression -> used.set(compression.valueString()));
    return used.get();
  }

  private static String ids(List<ObjId> ids) {
    return ids.isEmpty()
        ? null
        : ids.stream().map(ObjId::toString).collect(Collectors.joining(","));
  }

  private static byte[] headers(CommitHeaders headers) {
    Headers.Builder all = Headers.newBuilder();
    if (headers != null) {
      for (String name : headers.keySet()) {
        all.addHeaders(HeaderEntry.newBuilder().setName(name).addAllValues(headers.getAll(name)));
      }
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
