package org.nessiebackup.nessie;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.nessie.ParsedObject.Standard;
import org.projectnessie.versioned.storage.common.objtypes.CommitObj;
import org.projectnessie.versioned.storage.common.objtypes.ContentValueObj;
import org.projectnessie.versioned.storage.common.objtypes.IndexObj;
import org.projectnessie.versioned.storage.common.objtypes.IndexSegmentsObj;
import org.projectnessie.versioned.storage.common.objtypes.RefObj;
import org.projectnessie.versioned.storage.common.objtypes.StringObj;
import org.projectnessie.versioned.storage.common.objtypes.TagObj;
import org.projectnessie.versioned.storage.common.objtypes.UniqueIdObj;
import org.projectnessie.versioned.storage.common.persist.ObjId;
import org.projectnessie.versioned.storage.common.persist.ObjIdHasher;

/**
 * Recomputes ids from what they are hashes of, by the recipes of Nessie's library.
 *
 * <p>A commit's id covers parent, message, headers and its operations, in the order in which its
 * author gave them. The order is not kept, so that few operations are tried in all orders and many
 * in the order of their keys only: an id that does not come out need not be wrong.
 */
public final class ObjectIds {
  private static final int TRIED_IN_ALL_ORDERS = 4;

  private ObjectIds() {}

  /**
   * Whether the id is what the recipe gives; for commits see {@link #verifyHash(CommitObj, List)}.
   */
  static boolean verifyHash(Standard standard) {
    ObjId id = standard.object().id();
    return switch (standard.type()) {
      case VALUE -> {
        ContentValueObj value = (ContentValueObj) standard.object();
        yield id.equals(
            ContentValueObj.contentValue(value.contentId(), value.payload(), value.data()).id());
      }
      case INDEX -> id.equals(IndexObj.index(((IndexObj) standard.object()).index()).id());
      case INDEX_SEGMENTS ->
          id.equals(
              IndexSegmentsObj.indexSegments(((IndexSegmentsObj) standard.object()).stripes())
                  .id());
      case STRING -> {
        StringObj text = (StringObj) standard.object();
        yield id.equals(
            StringObj.stringData(
                    text.contentType(),
                    text.compression(),
                    text.filename(),
                    text.predecessors(),
                    text.text())
                .id());
      }
      case TAG -> {
        TagObj tag = (TagObj) standard.object();
        yield id.equals(TagObj.tag(tag.message(), tag.headers(), tag.signature()).id());
      }
      case UNIQUE -> {
        UniqueIdObj unique = (UniqueIdObj) standard.object();
        yield id.equals(UniqueIdObj.uniqueId(unique.space(), unique.value()).id());
      }
      case REF -> verifyRef((RefObj) standard.object());
      case COMMIT -> throw new IllegalArgumentException("a commit needs its operations");
    };
  }

  /** Those that old versions made know no time, and had another recipe. */
  private static boolean verifyRef(RefObj ref) {
    return ref.createdAtMicros() == 0
        || ref.id()
            .equals(
                RefObj.ref(
                        ref.name(),
                        ref.initialPointer(),
                        ref.createdAtMicros(),
                        ref.extendedInfoObj())
                    .id());
  }

  /**
   * Whether a commit's id is what the recipe gives for these operations, in some order. Returns the
   * order of its headers, if it is.
   *
   * @param operations what it put and removed, in the order of keys
   */
  static Optional<List<String>> verifyHash(CommitObj commit, List<IndexEntry> operations) {
    List<IndexEntry> removed = new ArrayList<>();
    List<IndexEntry> put = new ArrayList<>();
    operations.forEach(operation -> (operation.action().present() ? put : removed).add(operation));
    boolean anyOrder = canBeTried(operations.size());
    List<List<IndexEntry>> removals = anyOrder ? Permutations.all(removed) : List.of(removed);
    List<List<IndexEntry>> puts = anyOrder ? Permutations.all(put) : List.of(put);
    for (List<String> headers : Permutations.inHashTable(commit.headers().keySet())) {
      for (List<IndexEntry> first : removals) {
        for (List<IndexEntry> second : puts) {
          if (commit.id().equals(id(commit, headers, first, second))) {
            return Optional.of(headers);
          }
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Whether a commit's id is what the recipe gives for these operations, in some order.
   *
   * @param operations what it put and removed, in the order of keys
   * @throws UndecodableException if Nessie's library cannot read the commit
   */
  public static boolean verifyHash(ParsedCommit commit, List<IndexEntry> operations)
      throws UndecodableException {
    return verifyHash(commit.object(), operations).isPresent();
  }

  /** Whether so few operations are tried in all orders. */
  public static boolean canBeTried(int operations) {
    return operations <= TRIED_IN_ALL_ORDERS;
  }

  private static ObjId id(
      CommitObj commit, List<String> headers, List<IndexEntry> removed, List<IndexEntry> put) {
    ObjIdHasher hasher =
        ObjIdHasher.objIdHasher(ObjectType.COMMIT)
            .hash(commit.directParent())
            .hash(commit.message());
    for (String header : headers) {
      hasher.hash(header);
      commit.headers().getAll(header).forEach(hasher::hash);
    }
    for (IndexEntry entry : removed) {
      hasher
          .hash(2)
          .hash(entry.payload())
          .hash(entry.storedKey())
          .hash(entry.contentId().orElse(null));
    }
    for (IndexEntry entry : put) {
      hasher
          .hash(1)
          .hash(entry.storedKey())
          .hash(entry.payload())
          .hash(entry.value().map(ObjectId::array).orElse(null))
          .hash(entry.contentId().orElse(null));
    }
    return hasher.generate();
  }
}
