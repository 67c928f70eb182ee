package org.nessiebackup.integrity;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.nessiebackup.integrity.GraphReport.Finding.Kind;
import org.nessiebackup.nessie.NessieObject;
import org.nessiebackup.nessie.NessieObject.Commit;
import org.nessiebackup.nessie.NessieObject.Index;
import org.nessiebackup.nessie.NessieObject.Other;
import org.nessiebackup.nessie.NessieObject.Ref;
import org.nessiebackup.nessie.NessieObject.Text;
import org.nessiebackup.nessie.ObjectDecoder;
import org.nessiebackup.nessie.ObjectId;
import org.nessiebackup.nessie.ObjectRow;
import org.nessiebackup.nessie.ReferenceRow;
import org.nessiebackup.nessie.SampleObjects;
import org.projectnessie.nessie.relocated.protobuf.ByteString;
import org.projectnessie.nessie.relocated.protobuf.InvalidProtocolBufferException;
import org.projectnessie.versioned.storage.common.proto.StorageTypes.CommitProto;
import org.projectnessie.versioned.storage.common.proto.StorageTypes.ObjProto;
import org.projectnessie.versioned.storage.common.proto.StorageTypes.Stripe;

/** One of every way in which a catalog can be damaged, and the finding that it must lead to. */
enum GraphDamage {
  CONTENT_IS_GONE(Kind.CONTENT_MISSING, rows -> rows.remove(content(rows))),
  PART_OF_AN_INDEX_IS_GONE(Kind.INDEX_MISSING, rows -> rows.remove(segment(rows))),
  LIST_OF_PARTS_IS_GONE(
      Kind.INDEX_MISSING, rows -> rows.remove(spilled(rows).referenceIndex().orElseThrow())),
  PARENT_IS_GONE(Kind.PARENT_MISSING, rows -> rows.remove(everything(rows).parent())),
  MERGED_COMMIT_IS_GONE(
      Kind.MERGED_COMMIT_MISSING,
      rows ->
          rows.changeBytes(
              merge(rows).id(),
              commit(
                  c ->
                      c.clearSecondaryParents().addSecondaryParents(bytes(SampleObjects.id(77)))))),
  HEAD_IS_GONE(
      Kind.HEAD_MISSING,
      rows -> rows.changeReference("refs/heads/odd/reset", pointingTo(SampleObjects.id(78)))),
  HEAD_IS_A_CONTENT(
      Kind.OBJECT_OF_OTHER_TYPE,
      rows -> rows.changeReference("refs/heads/odd/reset", pointingTo(content(rows)))),
  PART_OF_AN_INDEX_IS_A_CONTENT(
      Kind.OBJECT_OF_OTHER_TYPE,
      rows ->
          rows.changeBytes(
              striped(rows).id(),
              commit(
                  c ->
                      c.setReferenceIndexStripes(
                          0,
                          Stripe.newBuilder(c.getReferenceIndexStripes(0))
                              .setSegment(bytes(content(rows))))))),
  CONTENT_IS_ANOTHER(
      Kind.OBJECT_CHANGED,
      rows ->
          rows.changeBytes(
              content(rows),
              object(
                  o ->
                      o.setContentValue(
                          o.getContentValue().toBuilder().setContentId("somebody else's"))))),
  CONTENT_IS_CUT_OFF(
      Kind.OBJECT_UNREADABLE, rows -> rows.changeBytes(content(rows), GraphDamage::half)),
  CONTENT_IS_NO_CONTENT(
      Kind.OBJECT_CHANGED,
      rows ->
          rows.changeBytes(
              content(rows),
              object(
                  o ->
                      o.setContentValue(
                          o.getContentValue().toBuilder()
                              .setData(ByteString.copyFrom(new byte[] {-1, 1, 2})))))),
  COMMIT_IS_CUT_OFF(
      Kind.OBJECT_UNREADABLE,
      rows -> rows.changeBytes(everything(rows).parent(), GraphDamage::half)),
  COMMIT_SAYS_SOMETHING_ELSE(
      Kind.OBJECT_CHANGED,
      rows -> rows.changeBytes(plain(rows).id(), commit(c -> c.setMessage("never said")))),
  COMMIT_HAS_ANOTHER_PARENT(
      Kind.OBJECT_CHANGED,
      rows ->
          rows.changeBytes(
              plain(rows).id(), commit(c -> c.setTail(0, c.getTail(c.getTailCount() - 1))))),
  COMMIT_OF_A_BRANCH_THAT_COUNTS_WRONG(
      Kind.SEQUENCE_BROKEN,
      rows -> rows.changeBytes(plain(rows).id(), commit(c -> c.setSeq(c.getSeq() + 5)))),
  COMMIT_WITH_OTHER_ANCESTORS(
      Kind.ANCESTORS_DIFFER,
      rows ->
          rows.changeBytes(
              plain(rows).id(), commit(c -> c.setTail(1, bytes(SampleObjects.id(79)))))),
  COMMIT_WITH_ANCESTORS_IN_OTHER_ORDER(
      Kind.ANCESTORS_DIFFER,
      rows ->
          rows.changeBytes(
              everything(rows).id(),
              commit(
                  c -> {
                    ByteString second = c.getTail(1);
                    c.setTail(1, c.getTail(2)).setTail(2, second);
                  }))),
  INDEX_OF_A_COMMIT_IS_CUT_OFF(
      Kind.OBJECT_UNREADABLE,
      rows ->
          rows.changeBytes(
              plain(rows).id(),
              commit(
                  c ->
                      c.setIncrementalIndex(
                          c.getIncrementalIndex()
                              .substring(0, c.getIncrementalIndex().size() - 3))))),
  INDEX_HAS_ANOTHER_ENTRY(
      Kind.OBJECT_CHANGED,
      rows -> rows.changeBytes(segment(rows), GraphDamage::withAnotherLastByte)),
  TEXT_IS_ANOTHER(
      Kind.OBJECT_CHANGED,
      rows ->
          rows.changeBytes(
              rows.first(Text.class, text -> true).id(), GraphDamage::withAnotherLastByte)),
  TAG_IS_ANOTHER(
      Kind.OBJECT_CHANGED,
      rows ->
          rows.changeBytes(
              rows.first(Other.class, other -> other.type().equals("t")).id(),
              object(o -> o.setTag(o.getTag().toBuilder().setMessage("forged"))))),
  UNIQUE_IS_ANOTHER(
      Kind.OBJECT_CHANGED,
      rows ->
          rows.changeBytes(
              putUnique(rows),
              object(o -> o.setUniqueId(o.getUniqueId().toBuilder().setSpace("elsewhere"))))),
  BEGINNING_OF_A_REFERENCE_IS_ANOTHER(
      Kind.OBJECT_CHANGED,
      rows ->
          rows.changeBytes(
              beginning(rows),
              object(o -> o.setRef(o.getRef().toBuilder().setCreatedAtMicros(1))))),
  LOG_SPEAKS_OF_ANOTHER_REFERENCE(
      Kind.REFERENCE_LOG_WRONG,
      rows ->
          rows.changeBytes(
              beginning(rows), object(o -> o.setRef(o.getRef().toBuilder().setName("refs/x"))))),
  TYPE_OF_A_ROW_IS_WRONG(
      Kind.OBJECT_UNREADABLE,
      rows -> {
        ObjectRow row = rows.row(content(rows));
        rows.put(SampleObjects.row("c", row.id(), row.value().bytes()));
      }),
  BEGINNING_OF_A_REFERENCE_IS_GONE(Kind.RECORD_MISSING, rows -> rows.remove(beginning(rows))),
  DESCRIPTION_OF_THE_REPOSITORY_IS_GONE(
      Kind.RECORD_MISSING,
      rows ->
          rows.remove(rows.head("int/repo").index().entries().getFirst().value().orElseThrow())),
  PREVIOUS_POINTERS_ARE_GARBAGE(
      Kind.REFERENCE_UNREADABLE,
      rows ->
          rows.changeReference(
              "refs/heads/odd/reset",
              row ->
                  ReferenceRow.of(
                      "", row.name(), row.pointer().bytes(), false, 1, null, new byte[] {9, 9}))),
  MORE_ABOUT_A_TAG_IS_GONE(
      Kind.REFERENCE_INFORMATION_MISSING,
      rows -> rows.remove(rows.reference("refs/tags/odd-signed").extendedInfo().orElseThrow())),
  ROW_OF_A_BRANCH_IS_GONE(
      Kind.REFERENCE_WITHOUT_ROW, rows -> rows.removeReference("refs/heads/odd/reset")),
  LOG_KNOWS_NOTHING_OF_A_BRANCH(
      Kind.REFERENCE_NOT_IN_LOG,
      rows ->
          rows.add(
              new ReferenceRow(
                  "",
                  "refs/heads/put by hand",
                  plain(rows).id(),
                  false,
                  1,
                  Optional.empty(),
                  List.of(),
                  Optional.empty()))),
  LOG_IS_SET_BACK(
      Kind.REFERENCE_NOT_IN_LOG,
      rows -> rows.changeReference("int/refs", pointingTo(rows.head("int/refs").tail().get(8)))),
  LOG_IS_GONE(Kind.INTERNAL_REFERENCE_MISSING, rows -> rows.removeReference("int/refs")),
  DESCRIPTION_IS_GONE(Kind.INTERNAL_REFERENCE_MISSING, rows -> rows.removeReference("int/repo"));

  private final Kind kind;
  private final Consumer<RowsInMemory> damage;

  GraphDamage(Kind kind, Consumer<RowsInMemory> damage) {
    this.kind = kind;
    this.damage = damage;
  }

  /** The finding that it must lead to. */
  Kind kind() {
    return kind;
  }

  void apply(RowsInMemory rows) {
    damage.accept(rows);
  }

  /** A content at the head of {@code main} that one commit put. */
  static ObjectId content(RowsInMemory rows) {
    return rows.head("refs/heads/odd/everything").index().entries().stream()
        .filter(entry -> entry.action().present() && entry.payload() == 1)
        .map(entry -> entry.value().orElseThrow())
        .filter(id -> rows.row(id) != null)
        .findFirst()
        .orElseThrow();
  }

  private static Commit everything(RowsInMemory rows) {
    return rows.head("refs/heads/odd/everything");
  }

  private static Commit spilled(RowsInMemory rows) {
    return rows.first(Commit.class, commit -> commit.referenceIndex().isPresent());
  }

  private static Commit striped(RowsInMemory rows) {
    return rows.first(Commit.class, commit -> !commit.stripes().isEmpty());
  }

  private static ObjectId segment(RowsInMemory rows) {
    NessieObject index =
        ObjectDecoder.decode(
            rows.row(rows.head("refs/heads/odd/spilled").referenceIndex().orElseThrow()));
    return switch (index) {
      case NessieObject.IndexSegments segments -> segments.stripes().getFirst().segment();
      case Index single -> single.id();
      default -> throw new IllegalStateException("not spilled");
    };
  }

  private static Commit merge(RowsInMemory rows) {
    return rows.first(Commit.class, commit -> !commit.secondaryParents().isEmpty());
  }

  /** A commit of one operation in the middle of a branch. */
  private static Commit plain(RowsInMemory rows) {
    ObjectId parent = rows.head("refs/heads/etl/job-0").parent();
    return (Commit) ObjectDecoder.decode(rows.row(parent));
  }

  private static ObjectId beginning(RowsInMemory rows) {
    return rows.first(Ref.class, ref -> ref.name().equals("refs/heads/odd/empty")).id();
  }

  private static ObjectId putUnique(RowsInMemory rows) {
    ObjectRow row = SampleObjects.unique();
    rows.put(row);
    return rows.first(Other.class, unique -> unique.id().equals(row.id())).id();
  }

  private static UnaryOperator<ReferenceRow> pointingTo(ObjectId head) {
    return row ->
        new ReferenceRow(
            row.repository(),
            row.name(),
            head,
            row.deleted(),
            row.createdMicros(),
            row.extendedInfo(),
            row.previous(),
            row.damage());
  }

  private static ByteString bytes(ObjectId id) {
    return ByteString.copyFrom(id.bytes());
  }

  static UnaryOperator<byte[]> commit(Consumer<CommitProto.Builder> change) {
    return object(
        o -> {
          CommitProto.Builder commit = o.getCommit().toBuilder();
          change.accept(commit);
          o.setCommit(commit);
        });
  }

  static UnaryOperator<byte[]> object(Consumer<ObjProto.Builder> change) {
    return bytes -> {
      try {
        ObjProto.Builder object = ObjProto.parseFrom(bytes).toBuilder();
        change.accept(object);
        return object.build().toByteArray();
      } catch (InvalidProtocolBufferException impossible) {
        throw new IllegalStateException(impossible);
      }
    };
  }

  private static byte[] half(byte[] bytes) {
    return Arrays.copyOf(bytes, bytes.length / 2);
  }

  /**
   * Within the last field, which is that of the object itself, unless it tells when it was used.
   */
  private static byte[] withAnotherLastByte(byte[] bytes) {
    return object(
            o -> {
              if (o.hasIndex()) {
                o.setIndex(o.getIndex().toBuilder().setIndex(changed(o.getIndex().getIndex())));
              } else {
                o.setStringData(
                    o.getStringData().toBuilder().setText(changed(o.getStringData().getText())));
              }
            })
        .apply(bytes);
  }

  private static ByteString changed(ByteString bytes) {
    byte[] array = bytes.toByteArray();
    array[array.length - 1] ^= 1;
    return ByteString.copyFrom(array);
  }
}
