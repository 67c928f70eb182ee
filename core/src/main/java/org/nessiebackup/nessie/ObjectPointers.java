package org.nessiebackup.nessie;

import java.util.ArrayList;
import java.util.List;

/**
 * What an object needs to be of use, and what else may be there that it leads to. Of a commit that
 * is its own change, as what came before it is known from its ancestors.
 *
 * @param needed what must be there
 * @param possible ancestors that are needed by others, and what Nessie does not keep alive: what a
 *     commit has removed, and where a reference began
 * @param wholeIndexes parts of an index of which every value is needed, as no ancestor has put it
 */
public record ObjectPointers(
    List<ObjectId> needed, List<ObjectId> possible, List<ObjectId> wholeIndexes) {
  private static final ObjectPointers NONE = new ObjectPointers(List.of(), List.of(), List.of());

  /** Takes its own copies of the lists. */
  public ObjectPointers {
    needed = List.copyOf(needed);
    possible = List.copyOf(possible);
    wholeIndexes = List.copyOf(wholeIndexes);
  }

  /**
   * Those of an object.
   *
   * @param whole whether it is an index, or a part of one, of which every value is needed
   * @throws UndecodableException if it cannot be read, or is newer than this program
   */
  public static ObjectPointers of(ObjectRow row, boolean whole) throws UndecodableException {
    return switch (ParsedObject.of(row)) {
      case ParsedCommit commit -> of(commit);
      case ParsedObject.Standard standard -> of(standard, whole);
      case ParsedObject.Foreign foreign -> NONE;
      case ParsedObject.New unknown ->
          throw new UndecodableException("it is newer than this program: " + unknown.reason());
    };
  }

  private static ObjectPointers of(ParsedCommit commit) throws UndecodableException {
    List<ObjectId> needed = new ArrayList<>(commit.merged());
    List<ObjectId> possible = new ArrayList<>();
    addValues(commit, needed, possible);
    if (!commit.isFirst()) {
      needed.add(commit.parent());
      possible.addAll(commit.ancestorIds());
    }
    needed.addAll(commit.besideIndex());
    return new ObjectPointers(
        needed, possible, commit.isFirst() ? commit.besideIndex() : List.of());
  }

  /** In one pass, as hundreds of keys are repeated beside the few that the commit has put. */
  private static void addValues(ParsedCommit commit, List<ObjectId> needed, List<ObjectId> possible)
      throws UndecodableException {
    IndexCursor cursor = new IndexCursor(commit.index());
    // A history that was cut begins with keys that commits have put which are gone.
    boolean all = commit.isFirst();
    int entries = 0;
    for (; cursor.next(); entries++) {
      if (cursor.idLength() > 0 && (all || cursor.action().ofThisCommit())) {
        (cursor.action().present() ? needed : possible)
            .add(ObjectId.of(cursor.array(), cursor.idOffset(), cursor.idLength()));
      }
    }
    cursor.requireAnnounced(entries);
  }

  private static ObjectPointers of(ParsedObject.Standard standard, boolean whole)
      throws UndecodableException {
    return switch (standard.type()) {
      case COMMIT -> throw new IllegalArgumentException("a commit is none of these");
      case INDEX_SEGMENTS ->
          new ObjectPointers(
              standard.segments(), List.of(), whole ? standard.segments() : List.of());
      case INDEX -> whole ? values(EncodedIndex.of(standard.index())) : NONE;
      case REF -> new ObjectPointers(List.of(), List.of(standard.initialPointer()), List.of());
      case VALUE, STRING, TAG, UNIQUE -> NONE;
    };
  }

  private static ObjectPointers values(EncodedIndex index) {
    List<ObjectId> values = new ArrayList<>();
    index.forEach(entry -> entry.value().ifPresent(values::add));
    return new ObjectPointers(values, List.of(), List.of());
  }
}
