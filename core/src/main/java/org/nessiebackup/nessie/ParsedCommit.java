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

/**
 * A commit as Nessie's library has read its message, for those who look at millions: the object
 * that the library makes of it, with dozens of ids, is made only if somebody needs it.
 */
public final class ParsedCommit implements ParsedObject {
  private static final ByteString NO_COMMIT = ByteString.copyFrom(ObjectId.EMPTY.array());

  private final ObjectRow row;
  private final ObjProto message;
  private final CommitProto commit;

  private ParsedCommit(ObjectRow row, ObjProto message) {
    this.row = row;
    this.message = message;
    this.commit = message.getCommit();
  }

  /**
   * Refuses what the library refuses.
   *
   * @throws UndecodableException if no commit can be made of the message
   */
  static ParsedCommit of(ObjectRow row, ObjProto message) throws UndecodableException {
    ParsedCommit stored = new ParsedCommit(row, message);
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
      if (id.size() != ObjectId.BYTES) {
        return false;
      }
    }
    return true;
  }

  /**
   * The commit as the library makes it.
   *
   * @throws UndecodableException if it cannot
   */
  CommitObj object() throws UndecodableException {
    return (CommitObj) ParsedObject.decode(row, message);
  }

  /** The id of the row. */
  public ObjectId id() {
    return row.id();
  }

  /** Whether it has no parent. */
  public boolean isFirst() {
    return parentBytes().equals(NO_COMMIT);
  }

  /** The parent; {@link ObjectId#EMPTY} for a first commit. */
  public ObjectId parent() {
    return id(parentBytes());
  }

  ByteString parentBytes() {
    return commit.getTailCount() == 0 ? NO_COMMIT : commit.getTail(0);
  }

  /** Its parent and further ancestors, nearest first, by the {@link ObjectId#prefix} of each. */
  public long[] ancestors() {
    long[] prefixes = new long[commit.getTailCount()];
    byte[] bytes = new byte[ObjectId.BYTES];
    for (int i = 0; i < prefixes.length; i++) {
      ByteString id = commit.getTail(i);
      if (id.size() == bytes.length) {
        id.copyTo(bytes, 0);
        prefixes[i] = ObjectId.prefix(bytes);
      } else {
        prefixes[i] = id(id).prefix();
      }
    }
    return prefixes;
  }

  /** Ancestors before its parent, nearest first. */
  List<ObjectId> ancestorIds() {
    return commit.getTailList().stream().skip(1).map(ParsedCommit::id).toList();
  }

  /** Commits that were merged. */
  public List<ObjectId> merged() {
    List<ObjectId> merged = new ArrayList<>(commit.getSecondaryParentsCount());
    for (ByteString id : commit.getSecondaryParentsList()) {
      if (!id.equals(NO_COMMIT)) {
        merged.add(id(id));
      }
    }
    return merged;
  }

  /** The index beside it. */
  public Optional<ObjectId> referenceIndex() {
    return commit.getReferenceIndex().isEmpty()
        ? Optional.empty()
        : Optional.of(id(commit.getReferenceIndex()));
  }

  /** What makes the index beside it: the object that lists its parts or is it, or its parts. */
  public List<ObjectId> besideIndex() {
    return referenceIndex().map(List::of).orElseGet(this::stripes);
  }

  /** The parts of the index beside it, where the commit names them itself. */
  public List<ObjectId> stripes() {
    List<ObjectId> segments = new ArrayList<>(commit.getReferenceIndexStripesCount());
    commit.getReferenceIndexStripesList().forEach(part -> segments.add(id(part.getSegment())));
    return segments;
  }

  private static ObjectId id(ByteString bytes) {
    return ObjectId.of(bytes.toByteArray());
  }

  /** Whether it knows only the keys that it changed itself, as an import leaves it. */
  public boolean hasIncompleteIndex() {
    return commit.getIncompleteIndex();
  }

  /** The index of keys that it embeds. */
  public Slice index() {
    return Slice.of(commit.getIncrementalIndex());
  }

  /** Its ordinal number since the first commit. */
  public long sequence() {
    return commit.getSeq();
  }

  /** When it was made, in microseconds since 1970. */
  public long createdMicros() {
    return commit.getCreated();
  }

  /** What its author wrote. */
  public String message() {
    return commit.getMessage();
  }

  /** In the order in which they are stored, which need not be the author's. */
  List<HeaderEntry> headers() {
    return commit.getHeadersList();
  }
}
