package org.nessiebackup.nessie;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.projectnessie.nessie.relocated.protobuf.CodedInputStream;
import org.projectnessie.nessie.relocated.protobuf.InvalidProtocolBufferException;
import org.projectnessie.nessie.relocated.protobuf.UnsafeByteOperations;
import org.projectnessie.versioned.storage.common.objtypes.ContentValueObj;
import org.projectnessie.versioned.storage.common.objtypes.IndexObj;
import org.projectnessie.versioned.storage.common.objtypes.IndexSegmentsObj;
import org.projectnessie.versioned.storage.common.objtypes.RefObj;
import org.projectnessie.versioned.storage.common.persist.Obj;
import org.projectnessie.versioned.storage.common.persist.ObjId;
import org.projectnessie.versioned.storage.common.proto.StorageTypes.CommitTypeProto;
import org.projectnessie.versioned.storage.common.proto.StorageTypes.CompressionProto;
import org.projectnessie.versioned.storage.common.proto.StorageTypes.ObjProto;
import org.projectnessie.versioned.storage.serialize.ProtoSerialization;

/** A row, taken apart by Nessie's library. */
public sealed interface ParsedObject
    permits ParsedObject.Standard, ParsedObject.Foreign, ParsedObject.New, ParsedCommit {

  /** One of the types that all versions have, but for a commit. */
  record Standard(ObjectType type, Obj object) implements ParsedObject {
    /** The bytes of an index. */
    public Slice index() {
      return Slice.of(((IndexObj) object).index());
    }

    /** The parts that make an index. */
    public List<ObjectId> segments() {
      return ((IndexSegmentsObj) object)
          .stripes().stream().map(part -> ObjectId.of(part.segment())).toList();
    }

    /** Where the reference began that this says how it was made of. */
    ObjectId initialPointer() {
      return ObjectId.of(((RefObj) object).initialPointer());
    }

    /** The name of the reference that this says how it was made of. */
    public String referenceName() {
      return ((RefObj) object).name();
    }

    /** Whether a value is a content of a kind that this version knows. */
    public boolean isReadableContent() {
      ContentValueObj value = (ContentValueObj) object;
      return Contents.isReadable(value.payload(), value.data());
    }
  }

  /** An object of one of Nessie's services. */
  record Foreign() implements ParsedObject {}

  /** Something newer than this program. */
  record New(String reason) implements ParsedObject {}

  /**
   * What a row holds. Never guesses.
   *
   * @throws UndecodableException if its bytes cannot be read; says why
   */
  static ParsedObject of(ObjectRow row) throws UndecodableException {
    ObjProto proto;
    try {
      proto = parse(row.value());
    } catch (InvalidProtocolBufferException malformed) {
      throw new UndecodableException(malformed);
    }
    Optional<ObjectType> type = ObjectType.of(row.type());
    Optional<ObjectType> found = typeOf(proto);
    if (type.isEmpty()) {
      return proto.hasCustom()
          ? new Foreign()
          : new New("objects of type \"%s\"".formatted(row.type()));
    }
    if (!found.equals(type)) {
      throw new UndecodableException(
          "the row says %s, its bytes say %s"
              .formatted(type.get(), found.map(Enum::name).orElse("nothing of that kind")));
    }
    if (isNew(proto)) {
      return new New("a setting of a %s".formatted(type.get()));
    }
    return type.get() == ObjectType.COMMIT
        ? ParsedCommit.of(row, proto)
        : new Standard(type.get(), decode(row, proto));
  }

  /**
   * The message in some bytes, which are not to be changed: what is long in it is not copied.
   *
   * @throws InvalidProtocolBufferException if they are no message
   */
  static ObjProto parse(Slice bytes) throws InvalidProtocolBufferException {
    CodedInputStream input =
        UnsafeByteOperations.unsafeWrap(bytes.array(), bytes.from(), bytes.length())
            .newCodedInput();
    input.enableAliasing(true);
    try {
      ObjProto proto = ObjProto.parseFrom(input);
      input.checkLastTagWas(0);
      return proto;
    } catch (InvalidProtocolBufferException malformed) {
      throw malformed;
    } catch (IOException impossible) {
      throw new UncheckedIOException("bytes in memory cannot be read", impossible);
    }
  }

  /** What the library makes of a message. */
  static Obj decode(ObjectRow row, ObjProto proto) throws UndecodableException {
    try {
      ObjId id = ObjId.objIdFromByteArray(row.id().array());
      return ProtoSerialization.deserializeObjProto(
          id, row.referenced(), proto, row.version().orElse(null));
    } catch (RuntimeException failure) {
      // Nessie's library reports malformed content by whatever exception comes first.
      throw new UndecodableException(failure);
    }
  }

  private static Optional<ObjectType> typeOf(ObjProto proto) {
    return Optional.ofNullable(
        switch (proto.getObjCase()) {
          case COMMIT -> ObjectType.COMMIT;
          case REF -> ObjectType.REF;
          case CONTENT_VALUE -> ObjectType.VALUE;
          case INDEX_SEGMENTS -> ObjectType.INDEX_SEGMENTS;
          case INDEX -> ObjectType.INDEX;
          case STRING_DATA -> ObjectType.STRING;
          case TAG -> ObjectType.TAG;
          case UNIQUEID -> ObjectType.UNIQUE;
          case CUSTOM, OBJ_NOT_SET -> null;
        });
  }

  /** Numbers that mean something in a newer version. */
  private static boolean isNew(ObjProto proto) {
    return proto.getCommit().getCommitType() == CommitTypeProto.UNRECOGNIZED
        || proto.getStringData().getCompression() == CompressionProto.UNRECOGNIZED;
  }
}
