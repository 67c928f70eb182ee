package org.nessiebackup.nessie;

import java.util.Optional;
import org.projectnessie.nessie.relocated.protobuf.InvalidProtocolBufferException;
import org.projectnessie.versioned.storage.common.proto.StorageTypes.CommitProto;
import org.projectnessie.versioned.storage.common.proto.StorageTypes.ObjProto;

/**
 * Of a commit only where it stands in its history, for those who walk through millions of them.
 *
 * @param parent {@link ObjectId#EMPTY} for a first commit
 * @param seq the how many-th commit since the first one
 * @param createdMicros in microseconds since 1970
 */
public record CommitOutline(ObjectId id, ObjectId parent, long seq, long createdMicros) {
  /** The outline of a row; absent if it is no commit, or cannot be read. */
  public static Optional<CommitOutline> of(ObjectRow row) {
    try {
      ObjProto object = StoredObject.parse(row.value());
      if (!object.hasCommit()) {
        return Optional.empty();
      }
      CommitProto commit = object.getCommit();
      ObjectId parent =
          commit.getTailCount() == 0
              ? ObjectId.EMPTY
              : ObjectId.of(commit.getTail(0).toByteArray());
      return Optional.of(new CommitOutline(row.id(), parent, commit.getSeq(), commit.getCreated()));
    } catch (InvalidProtocolBufferException unreadable) {
      return Optional.empty();
    }
  }
}
