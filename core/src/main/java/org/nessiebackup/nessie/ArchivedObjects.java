package org.nessiebackup.nessie;

import static org.projectnessie.versioned.storage.common.persist.ObjIdHasher.objIdHasher;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.projectnessie.model.Content;
import org.projectnessie.model.IcebergContent;
import org.projectnessie.nessie.relocated.protobuf.InvalidProtocolBufferException;
import org.projectnessie.versioned.storage.common.objtypes.Compression;
import org.projectnessie.versioned.storage.common.objtypes.UniqueIdObj;
import org.projectnessie.versioned.storage.common.proto.StorageTypes.CustomProto;
import org.projectnessie.versioned.storage.common.proto.StorageTypes.ObjProto;
import org.projectnessie.versioned.storage.common.proto.StorageTypes.UniqueIdProto;

/**
 * Objects that Nessie's export format holds as they are, because they belong to contents or to the
 * repository by their ids.
 */
public final class ArchivedObjects {
  private static final int SMILE = 1;

  private ArchivedObjects() {}

  /** Whether the format may hold objects of a type, by its short name. */
  public static boolean mayBe(String type) {
    return ObjectType.of(type).map(known -> known == ObjectType.UNIQUE).orElse(true);
  }

  /** The ids of objects that belong to the repository as a whole. */
  public static List<ObjectId> ofRepository() {
    // Settings of Nessie's catalog service.
    return List.of(ObjectId.of("lakehouse-config".getBytes(StandardCharsets.US_ASCII)));
  }

  /**
   * An object of a type that the format {@linkplain #mayBe may hold}.
   *
   * @throws BackupException {@link Failure#DAMAGED}, or {@link Failure#FORMAT_UNSUPPORTED} if it is
   *     of a form that this version does not know
   */
  public static byte[] message(ObjectRow row) {
    ObjProto stored;
    try {
      stored = ObjProto.parseFrom(row.value().bytes());
    } catch (InvalidProtocolBufferException malformed) {
      throw Failure.DAMAGED.exception(
          "object \"%s\" cannot be read: %s"
              .formatted(row.id(), UndecodableException.reason(malformed)),
          null,
          malformed);
    }
    return switch (stored.getObjCase()) {
      case UNIQUEID -> unique(row, stored.getUniqueId());
      case CUSTOM -> custom(row, stored.getCustom());
      case COMMIT, REF, CONTENT_VALUE, INDEX_SEGMENTS, INDEX, STRING_DATA, TAG, OBJ_NOT_SET ->
          throw Failure.DAMAGED.exception(
              "object \"%s\" cannot be read: the row says %s, its bytes say %s"
                  .formatted(row.id(), row.type(), stored.getObjCase()));
    };
  }

  private static byte[] unique(ObjectRow row, UniqueIdProto unique) {
    return ProtoMessage.message(
        out -> {
          out.writeByteArray(1, row.id().array());
          out.writeString(2, row.type());
          out.writeBytes(3, unique.getValue());
          out.writeString(7, unique.getSpace());
        });
  }

  private static byte[] custom(ObjectRow row, CustomProto custom) {
    String compression;
    try {
      compression = Compression.valueOf(custom.getCompression().name()).valueString();
    } catch (IllegalArgumentException unknown) {
      throw Failure.FORMAT_UNSUPPORTED.exception(
          "object \"%s\" cannot be exported: its compression is not known to this version"
              .formatted(row.id()),
          "A newer Nessie has written it. A newer nessie-backup may be able to read it.",
          unknown);
    }
    return ProtoMessage.message(
        out -> {
          out.writeByteArray(1, row.id().array());
          out.writeString(2, row.type());
          out.writeBytes(3, custom.getData());
          if (row.version().isPresent()) {
            out.writeString(4, row.version().get());
          }
          out.writeEnum(5, SMILE);
          out.writeString(6, compression);
        });
  }

  /**
   * The ids of what may be there about a content: nothing points to it.
   *
   * @param contentId the content's own id
   */
  static List<ObjectId> of(Content content, String contentId) {
    List<ObjectId> ids = new ArrayList<>();
    uuid(contentId)
        .ifPresent(uuid -> ids.add(ObjectId.of(UniqueIdObj.uniqueId("content-id", uuid).id())));
    boolean ofCatalogService =
        content.getType().equals(Content.Type.ICEBERG_TABLE)
            || content.getType().equals(Content.Type.ICEBERG_VIEW);
    if (ofCatalogService && content instanceof IcebergContent iceberg) {
      ids.add(ObjectId.of(objIdHasher("NessieEntity").hash(contentId).generate()));
      ids.add(
          ObjectId.of(
              objIdHasher("ContentSnapshot")
                  .hash(iceberg.getMetadataLocation())
                  .hash(iceberg.getVersionId())
                  .generate()));
    }
    return ids;
  }

  private static Optional<UUID> uuid(String text) {
    try {
      return Optional.of(UUID.fromString(text));
    } catch (IllegalArgumentException other) {
      // Nessie takes any text for the id of a content, and notes only these.
      return Optional.empty();
    }
  }
}
