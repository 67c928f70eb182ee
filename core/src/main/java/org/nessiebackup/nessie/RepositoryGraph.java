package org.nessiebackup.nessie;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import org.nessiebackup.nessie.NessieObject.Commit;
import org.nessiebackup.nessie.NessieObject.Index;
import org.nessiebackup.nessie.NessieObject.IndexSegments;
import org.nessiebackup.nessie.StoredObject.Foreign;
import org.nessiebackup.nessie.StoredObject.New;
import org.nessiebackup.nessie.StoredObject.Standard;
import org.projectnessie.versioned.storage.common.objtypes.CommitObj;
import org.projectnessie.versioned.storage.common.objtypes.ContentValueObj;
import org.projectnessie.versioned.storage.common.objtypes.RefObj;

/**
 * What one reading of all rows leaves of a Nessie repository: which ids there are, which are
 * pointed to and as what, and how commits follow one another. References come first; then objects,
 * from several threads.
 */
final class RepositoryGraph {
  /** The log of references. */
  static final String LOG = "int/refs";

  /** The description of the Nessie repository. */
  static final String DESCRIPTION = "int/repo";

  /** How Nessie's clean-up marks the commit at which it has cut the history off. */
  private static final String CUT = " [updated to remove parents on ";

  private static final String BIRTH = "Initialize reference " + LOG;
  private static final int REASONS = 10_000;

  private final String name;
  private final IdTable ids = new IdTable();
  private final CommitTable commits = new CommitTable();
  private final List<ReferenceRow> references = new ArrayList<>();
  private final Map<Integer, int[]> segments = new ConcurrentHashMap<>();
  private final Map<Integer, KeyDigests> heads = new ConcurrentHashMap<>();
  private final Map<Integer, Integer> referenceNames = new ConcurrentHashMap<>();
  private final Map<Integer, String> reasons = new ConcurrentHashMap<>();
  private final Map<Integer, Unconfirmed> unconfirmed = new ConcurrentHashMap<>();
  private final Map<String, IndexEntry> log = new ConcurrentHashMap<>();
  private volatile int logHead = CommitTable.NO_PARENT;
  private final LongAdder rows = new LongAdder();
  private final LongAdder unknown = new LongAdder();
  private final LongAdder cuts = new LongAdder();
  private final LongAdder incomplete = new LongAdder();
  private final LongAccumulator birth = new LongAccumulator(Math::min, Long.MAX_VALUE);

  /**
   * A commit whose id could not be made anew from what is known of it.
   *
   * @param createdMicros when it was made
   * @param operations how many it has
   */
  record Unconfirmed(long createdMicros, int operations) {}

  RepositoryGraph(String name) {
    this.name = name;
  }

  void add(ReferenceRow row) {
    references.add(row);
    if (!row.pointer().equals(ObjectId.EMPTY)) {
      int head = ids.mention(row.pointer(), row.damage().isPresent() ? Role.NONE : Role.HEAD);
      if (row.name().equals(LOG)) {
        logHead = head;
      }
    }
    row.extendedInfo().ifPresent(id -> ids.mention(id, Role.INFORMATION));
  }

  void add(ObjectRow row) {
    rows.increment();
    int number = ids.mention(row.id(), Role.NONE);
    try {
      switch (StoredObject.of(row)) {
        case Foreign foreign -> ids.set(number, State.CUSTOM);
        case New unknownRow -> {
          unknown.increment();
          ids.set(number, State.UNKNOWN);
        }
        case Standard standard -> {
          ids.set(number, State.of(standard.type()));
          take(number, row.id(), standard);
        }
      }
    } catch (UndecodableException unreadable) {
      int kind = ObjectType.of(row.type()).map(State::of).orElse(State.CUSTOM);
      ids.set(number, kind | State.UNREADABLE);
      if (reasons.size() < REASONS) {
        reasons.put(number, unreadable.getMessage());
      }
    }
  }

  private void take(int number, ObjectId id, Standard standard) throws UndecodableException {
    switch (standard.type()) {
      case COMMIT -> {
        take(number, (Commit) ObjectDecoding.decode(id, standard), (CommitObj) standard.object());
        return;
      }
      case VALUE -> take((ContentValueObj) standard.object());
      case INDEX -> mention(((Index) ObjectDecoding.decode(id, standard)).index());
      case INDEX_SEGMENTS -> {
        IndexSegments index = (IndexSegments) ObjectDecoding.decode(id, standard);
        segments.put(number, segmentNumbers(index.stripes()));
      }
      case REF -> referenceNames.put(number, ((RefObj) standard.object()).name().hashCode());
      case STRING, TAG, UNIQUE -> {
        // Nothing that Nessie keeps alive hangs on them.
      }
    }
    if (!ObjectIds.confirms(standard)) {
      ids.set(number, State.CHANGED);
    }
  }

  private void take(ContentValueObj value) throws UndecodableException {
    if (Contents.isKnown(value.payload())) {
      Contents.check(value.payload(), value.data());
    } else {
      unknown.increment();
    }
  }

  private void take(int number, Commit commit, CommitObj stored) {
    boolean first = commit.parent().equals(ObjectId.EMPTY);
    int parent = first ? CommitTable.NO_PARENT : ids.mention(commit.parent(), Role.COMMIT);
    List<IndexEntry> operations = new ArrayList<>();
    List<Integer> edges = new ArrayList<>();
    mention(commit.index(), operations, edges);
    for (ObjectId merged : commit.secondaryParents()) {
      if (!merged.equals(ObjectId.EMPTY)) {
        edges.add(~ids.mention(merged, Role.COMMIT));
      }
    }
    long tail = 0;
    for (ObjectId ancestor : commit.tail()) {
      tail = CommitTable.digest(tail, IdTable.beginning(ancestor));
    }
    commits.add(
        new CommitTable.Row(
            number,
            parent,
            commit.seq(),
            tail,
            commit.tail().size(),
            new CommitTable.Numbers(indexNumbers(commit)),
            new CommitTable.Numbers(edges.stream().mapToInt(Integer::intValue).toArray())));
    if ((ids.roles(number) & Role.HEAD) != 0) {
      heads.put(number, KeyDigests.of(commit.index()));
    }
    if (number == logHead) {
      commit.index().forEach(entry -> log.put(entry.storedKey(), entry));
    }
    if (first && commit.message().equals(BIRTH)) {
      birth.accumulate(commit.createdMicros());
    }
    if (commit.incompleteIndex()) {
      incomplete.increment();
    }
    confirm(number, commit, stored, operations);
  }

  private void confirm(int number, Commit commit, CommitObj stored, List<IndexEntry> operations) {
    if (ObjectIds.confirms(stored, operations)) {
      return;
    }
    if (commit.parent().equals(ObjectId.EMPTY) && commit.message().contains(CUT)) {
      cuts.increment();
    } else {
      unconfirmed.put(number, new Unconfirmed(commit.createdMicros(), operations.size()));
    }
  }

  private int[] indexNumbers(Commit commit) {
    if (commit.referenceIndex().isPresent()) {
      return new int[] {ids.mention(commit.referenceIndex().get(), Role.REFERENCE_INDEX)};
    }
    return segmentNumbers(commit.stripes());
  }

  private int[] segmentNumbers(List<Stripe> stripes) {
    return stripes.stream()
        .mapToInt(stripe -> ids.mention(stripe.segment(), Role.SEGMENT))
        .toArray();
  }

  private void mention(EncodedIndex index) {
    mention(index, new ArrayList<>(), new ArrayList<>());
  }

  private void mention(EncodedIndex index, List<IndexEntry> operations, List<Integer> edges) {
    IndexCursor cursor = index.cursor();
    while (EncodedIndex.advance(cursor)) {
      Action action = cursor.action();
      if (action.ofThisCommit()) {
        operations.add(cursor.entry());
      }
      if (action.present() && cursor.idLength() > 0) {
        int roles = cursor.isContent() ? Role.CONTENT : Role.BOOK;
        int added = action.ofThisCommit() ? Role.ADDED : Role.NONE;
        int value =
            ids.mention(cursor.array(), cursor.idOffset(), cursor.idLength(), roles | added);
        if (action.ofThisCommit()) {
          edges.add(value);
        }
      }
    }
  }

  /** An index that the log of references has beside its head. */
  void addToLog(EncodedIndex segment) {
    segment.forEach(entry -> log.putIfAbsent(entry.storedKey(), entry));
  }

  String name() {
    return name;
  }

  IdTable ids() {
    return ids;
  }

  CommitTable commits() {
    return commits;
  }

  List<ReferenceRow> references() {
    return references;
  }

  /** Parts of the index that this object lists; none if it is no such list. */
  int[] segmentsOf(int number) {
    return segments.getOrDefault(number, new int[0]);
  }

  /** The keys that the commit of a head embeds; null if it could not be read. */
  KeyDigests head(int number) {
    return heads.get(number);
  }

  /** What the log of references has at its head, by stored name. */
  Map<String, IndexEntry> log() {
    return log;
  }

  /** Whether what says how a reference was made says it of this one; true if it cannot be read. */
  boolean tellsOf(int number, String reference) {
    Integer name = referenceNames.get(number);
    return name == null || name == reference.hashCode();
  }

  /** The head of the log of references, or -1. */
  int logHead() {
    return logHead;
  }

  Map<Integer, Unconfirmed> unconfirmed() {
    return unconfirmed;
  }

  String reason(int number) {
    return reasons.getOrDefault(number, "too much is damaged to tell");
  }

  long rows() {
    return rows.sum();
  }

  long unknown() {
    return unknown.sum();
  }

  long cuts() {
    return cuts.sum();
  }

  long incomplete() {
    return incomplete.sum();
  }

  /** When it was made; nothing in it is older, unless it was imported. */
  long birthMicros() {
    return birth.get();
  }
}
