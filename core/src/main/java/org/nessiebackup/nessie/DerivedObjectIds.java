package org.nessiebackup.nessie;

import static org.projectnessie.versioned.storage.common.persist.ObjIdHasher.objIdHasher;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.projectnessie.model.Content;
import org.projectnessie.model.IcebergContent;
import org.projectnessie.versioned.storage.common.objtypes.UniqueIdObj;

/** Objects that belong to a content by their ids alone: nothing points to them. */
final class DerivedObjectIds {
  /** Settings of Nessie's catalog service. */
  static final ObjectId SETTINGS =
      ObjectId.of("lakehouse-config".getBytes(StandardCharsets.US_ASCII));

  private DerivedObjectIds() {}

  /**
   * The ids of what may be there about a content.
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
