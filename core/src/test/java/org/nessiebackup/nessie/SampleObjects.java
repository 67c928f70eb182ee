package org.nessiebackup.nessie;

import static org.projectnessie.versioned.storage.common.indexes.StoreIndexElement.indexElement;
import static org.projectnessie.versioned.storage.common.indexes.StoreIndexes.newStoreIndex;
import static org.projectnessie.versioned.storage.common.indexes.StoreKey.keyFromString;
import static org.projectnessie.versioned.storage.common.objtypes.CommitOp.commitOp;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.projectnessie.model.IcebergTable;
import org.projectnessie.nessie.relocated.protobuf.ByteString;
import org.projectnessie.versioned.storage.common.exceptions.ObjTooLargeException;
import org.projectnessie.versioned.storage.common.indexes.StoreIndex;
import org.projectnessie.versioned.storage.common.objtypes.CommitHeaders;
import org.projectnessie.versioned.storage.common.objtypes.CommitObj;
import org.projectnessie.versioned.storage.common.objtypes.CommitOp;
import org.projectnessie.versioned.storage.common.objtypes.Compression;
import org.projectnessie.versioned.storage.common.objtypes.ContentValueObj;
import org.projectnessie.versioned.storage.common.objtypes.IndexObj;
import org.projectnessie.versioned.storage.common.objtypes.IndexSegmentsObj;
import org.projectnessie.versioned.storage.common.objtypes.IndexStripe;
import org.projectnessie.versioned.storage.common.objtypes.RefObj;
import org.projectnessie.versioned.storage.common.objtypes.StringObj;
import org.projectnessie.versioned.storage.common.objtypes.TagObj;
import org.projectnessie.versioned.storage.common.objtypes.UniqueIdObj;
import org.projectnessie.versioned.storage.common.persist.Obj;
import org.projectnessie.versioned.storage.common.persist.ObjId;
import org.projectnessie.versioned.storage.common.proto.StorageTypes.CustomProto;
import org.projectnessie.versioned.storage.common.proto.StorageTypes.ObjProto;
import org.projectnessie.versioned.storage.serialize.ProtoSerialization;
import org.projectnessie.versioned.store.DefaultStoreWorker;

/** One row of each kind, as Nessie's library writes it. */
public final class SampleObjects {
  public static final UUID CONTENT_ID = UUID.fromString("7e9a3a4e-8a52-4f6c-9f4e-0a1b2c3d4e5f");

  private SampleObjects() {}

  public static ObjectId id(int number) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) number);
    return ObjectId.of(bytes);
  }

  public static ObjectRow row(String type, ObjectId id, byte[] value) {
    return new ObjectRow("", id, type, Optional.empty(), value, 0);
  }

  public static List<ObjectRow> oneOfEach() {
    return List.of(
        commit(), index(), segments(), text(), tag(), ref(), unique(), table(), custom());
  }

  public static ObjectRow commit() {
    return row(
        CommitObj.commitBuilder()
            .id(nessieId(10))
            .referenced(0)
            .created(1_234_567)
            .seq(7)
            .addTail(nessieId(1))
            .addTail(nessieId(2))
            .addSecondaryParents(nessieId(3))
            .referenceIndex(nessieId(4))
            .message("put it")
            .headers(
                CommitHeaders.newCommitHeaders().add("author", "me").add("author", "you").build())
            .incrementalIndex(entries())
            .build());
  }

  public static ObjectRow index() {
    return row(IndexObj.index(entries()));
  }

  public static ObjectRow segments() {
    return row(
        IndexSegmentsObj.indexSegments(
            List.of(IndexStripe.indexStripe(keyFromString("a"), keyFromString("b"), nessieId(6)))));
  }

  public static ObjectRow text() {
    return row(
        StringObj.stringData(
            "application/json", Compression.NONE, null, List.of(), ByteString.copyFromUtf8("{}")));
  }

  public static ObjectRow tag() {
    return row(TagObj.tag("released", null, null));
  }

  public static ObjectRow ref() {
    return row(RefObj.ref("refs/heads/main", ObjId.EMPTY_OBJ_ID, 77, null));
  }

  public static ObjectRow unique() {
    return row(UniqueIdObj.uniqueId("content-id", CONTENT_ID));
  }

  public static ObjectRow table() {
    IcebergTable table =
        IcebergTable.of("s3://lake/orders/v1.json", 1, 2, 3, 4, CONTENT_ID.toString());
    return row(
        ContentValueObj.contentValue(
            CONTENT_ID.toString(),
            DefaultStoreWorker.payloadForContent(table),
            DefaultStoreWorker.instance().toStoreOnReferenceState(table)));
  }

  /** Its id is right, so it is what was written. */
  public static ObjectRow unreadableContent() {
    return row(ContentValueObj.contentValue("x", 1, ByteString.copyFrom(new byte[] {-1, 1, 2})));
  }

  public static ObjectRow custom() {
    byte[] value =
        ObjProto.newBuilder()
            .setCustom(
                CustomProto.newBuilder()
                    .setObjType("catalog-snapshot")
                    .setData(ByteString.copyFromUtf8("whatever")))
            .build()
            .toByteArray();
    return new ObjectRow("", id(9), "ct-snap", Optional.of("token"), value, 0);
  }

  private static ObjectRow row(Obj object) {
    try {
      return row(
          object.type().shortName(),
          ObjectId.of(object.id().asByteArray()),
          ProtoSerialization.serializeObj(object, Integer.MAX_VALUE, Integer.MAX_VALUE, false));
    } catch (ObjTooLargeException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static ByteString entries() {
    StoreIndex<CommitOp> index = newStoreIndex(CommitOp.COMMIT_OP_SERIALIZER);
    index.add(
        indexElement(
            keyFromString("M\0sales\1orders\0C"),
            commitOp(CommitOp.Action.ADD, 1, nessieId(5), CONTENT_ID)));
    return index.serialize();
  }

  private static ObjId nessieId(int number) {
    return ObjId.objIdFromByteArray(id(number).bytes());
  }
}
