package org.nessiebackup.nessie;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.projectnessie.nessie.relocated.protobuf.ByteString;
import org.projectnessie.versioned.storage.common.objtypes.CommitObj;
import org.projectnessie.versioned.storage.common.proto.StorageTypes.CommitProto;
import org.projectnessie.versioned.storage.common.proto.StorageTypes.CommitTypeProto;
import org.projectnessie.versioned.storage.common.proto.StorageTypes.HeaderEntry;
import org.projectnessie.versioned.storage.common.proto.StorageTypes.ObjProto;
import org.projectnessie.versioned.storage.common.proto.StorageTypes.Stripe;

/**
 * A commit as Nessie's library has read its message, for those who look at millions: the object
 * that the library makes of it, with dozens of ids, is made only if somebody needs it.
 */
final class StoredCommit implements StoredObject {
  private static final int ID_BYTES = 32;
  private static final ByteString NO_COMMIT = ByteString.copyFrom(ObjectId.EMPTY.array());

  private final ObjectRow row;
  private final ObjProto message;
  private final CommitProto commit;

  private StoredCommit(ObjectRow row, ObjProto message) {
    this.row = row;
    this.message = message;
    this.commit = message.getCommit();
  }

  /**
   * Refuses what the library refuses.
   *
   * @throws UndecodableException if no commit can be made of the message
   */
  static StoredCommit of(ObjectRow row, ObjProto message) throws UndecodableException {
    StoredCommit stored = new StoredCommit(row, message);
    if (!stored.isPlain()) {
      stored.object();
    }
    return stored;
  }

  /** Only the type, ids and the bounds of stripes can be what the library refuses. */
  private boolean isPlain() {
    CommitTypeProto type = commit.getCommitType();
    return (type == CommitTypeProto.NORMAL || type == CommitTypeProto.INTERNAL)
        && commit.getReferenceIndexStripesCount() == 0
        && areIds(commit.getTailList())
        && areIds(commit.getSecondaryParentsList());
  }

  private static boolean areIds(List<ByteString> list) {
    for (ByteString id : list) {
      if (id.size() != ID_BYTES) {
        return false;
      }
    }
    return true;
  }

  /** The commit as the library makes it. */
  CommitObj object() throws UndecodableException {
    return (CommitObj) StoredObject.decode(row, message);
  }

  ObjectId id() {
    return row.id();
  }

  boolean isFirst() {
    return parent().equals(NO_COMMIT);
  }

  ByteString parent() {
    return commit.getTailCount() == 0 ? NO_COMMIT : commit.getTail(0);
  }

  /** Its parent and further ancestors, nearest first, by the first eight bytes of their ids. */
  long[] ancestors() {
    long[] beginnings = new long[commit.getTailCount()];
    for (int i = 0; i < beginnings.length; i++) {
      beginnings[i] = IdTable.beginning(commit.getTail(i));
    }
    return beginnings;
  }

  /** Commits that were merged. */
  List<ByteString> merged() {
    List<ByteString> merged = new ArrayList<>(commit.getSecondaryParentsCount());
    for (ByteString id : commit.getSecondaryParentsList()) {
      if (!id.equals(NO_COMMIT)) {
        merged.add(id);
      }
    }
    return merged;
  }

  /** The index beside it. */
  Optional<ByteString> referenceIndex() {
    return commit.getReferenceIndex().isEmpty()
        ? Optional.empty()
        : Optional.of(commit.getReferenceIndex());
  }

  /** The same, where the commit names the parts itself. */
  List<Stripe> stripes() {
    return commit.getReferenceIndexStripesList();
  }

  boolean hasIncompleteIndex() {
    return commit.getIncompleteIndex();
  }

  Slice index() {
    return Slice.of(commit.getIncrementalIndex());
  }

  long sequence() {
    return commit.getSeq();
  }

  long createdMicros() {
    return commit.getCreated();
  }

  String message() {
    return commit.getMessage();
  }

  /** In the order in which they are stored, which need not be the author's. */
  List<HeaderEntry> headers() {
    return commit.getHeadersList();
  }
}
