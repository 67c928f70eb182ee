package org.nessiebackup.integrity;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import org.nessiebackup.catalog.CommitGraph;
import org.nessiebackup.catalog.CommitGraph.Detail;
import org.nessiebackup.catalog.IdTable;
import org.nessiebackup.nessie.EncodedIndex;
import org.nessiebackup.nessie.IndexEntry;
import org.nessiebackup.nessie.ObjectId;
import org.nessiebackup.nessie.ObjectIds;
import org.nessiebackup.nessie.ObjectRow;
import org.nessiebackup.nessie.ObjectType;
import org.nessiebackup.nessie.ParsedCommit;
import org.nessiebackup.nessie.ParsedObject;
import org.nessiebackup.nessie.ParsedObject.Foreign;
import org.nessiebackup.nessie.ParsedObject.New;
import org.nessiebackup.nessie.ParsedObject.Standard;
import org.nessiebackup.nessie.ReferenceRow;
import org.nessiebackup.nessie.Slice;
import org.nessiebackup.nessie.UndecodableException;

/**
 * What one reading of all rows leaves of a Nessie repository: which ids there are, which are
 * pointed to and as what, and how commits follow one another. References come first; then objects,
 * from several threads.
 */
final class RepositoryGraph {
  /** The log of references. */
  static final String LOG = "int/refs";

  /** How Nessie's clean-up marks the commit at which it has cut the history off. */
  private static final String CUT = " [updated to remove parents on ";

  private static final String BIRTH = "Initialize reference " + LOG;
  private static final int REASONS = 10_000;

  private final String name;
  private final IdTable ids = new IdTable();
  private final CommitGraph commits =
      new CommitGraph(ids, Set.of(Detail.SEQUENCE, Detail.ANCESTORS, Detail.INDEX, Detail.EDGES));
  private final ObjectIds objectIds = new ObjectIds();
  private final ThreadLocal<RecentIndexes> recentIndexes =
      ThreadLocal.withInitial(RecentIndexes::new);
  private final List<ReferenceRow> references = new ArrayList<>();
  private final Map<Integer, KeyFingerprints> heads = new ConcurrentHashMap<>();
  private final Map<Integer, Integer> referenceNames = new ConcurrentHashMap<>();
  private final Map<Integer, String> reasons = new ConcurrentHashMap<>();
  private final Map<Integer, HashMismatch> mismatches = new ConcurrentHashMap<>();
  private final Map<String, IndexEntry> log = new ConcurrentHashMap<>();
  private volatile int logHead = CommitGraph.NONE;
  private final LongAdder rows = new LongAdder();
  private final LongAdder unknown = new LongAdder();
  private final LongAdder cuts = new LongAdder();
  private final LongAdder incomplete = new LongAdder();
  private final LongAccumulator birth = new LongAccumulator(Math::min, Long.MAX_VALUE);

  /**
   * A commit whose id is not the hash of what is known of it.
   *
   * @param createdMicros when it was made
   * @param operations how many it has
   */
  record HashMismatch(long createdMicros, int operations) {}

  RepositoryGraph(String name) {
    this.name = name;
  }

  void add(ReferenceRow row) {
    references.add(row);
    if (!row.pointer().equals(ObjectId.EMPTY)) {
      int head = ids.intern(row.pointer(), row.damage().isPresent() ? Role.NONE : Role.HEAD);
      if (row.name().equals(LOG)) {
        logHead = head;
      }
    }
    row.extendedInfo().ifPresent(id -> ids.intern(id, Role.INFORMATION));
  }

  void add(ObjectRow row) {
    rows.increment();
    int number = ids.intern(row.id(), Role.NONE);
    try {
      switch (ParsedObject.of(row)) {
        case Foreign foreign -> ids.set(number, State.CUSTOM);
        case New unknownRow -> {
          unknown.increment();
          ids.set(number, State.UNKNOWN);
        }
        case ParsedCommit commit -> {
          ids.set(number, State.of(ObjectType.COMMIT));
          take(number, commit);
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
      case COMMIT -> throw new IllegalArgumentException("a commit is none of these");
      case VALUE -> {
        // Nessie has written it so: some of its versions take views that they cannot read later.
        if (!standard.isReadableContent()) {
          unknown.increment();
        }
      }
      case INDEX -> {
        Slice index = standard.index();
        internValues(index, IndexReader.of(index, KnownIndex.NONE).values());
      }
      case INDEX_SEGMENTS -> commits.addParts(number, intern(standard.segments(), Role.SEGMENT));
      case REF -> referenceNames.put(number, standard.referenceName().hashCode());
      case STRING, TAG, UNIQUE -> {
        // Nothing that Nessie keeps alive hangs on them.
      }
    }
    if (!objectIds.verifyHash(id, standard)) {
      ids.set(number, State.CORRUPT);
    }
  }

  private void take(int number, ParsedCommit commit) throws UndecodableException {
    RecentIndexes recent = recentIndexes.get();
    Slice bytes = recent.copy(commit.index());
    long[] ancestors = commit.ancestors();
    // Of which each value is in the table already.
    KnownIndex known = recent.closestTo(bytes, ancestors);
    IndexReader index = IndexReader.of(bytes, known);
    List<Integer> edges = internValues(bytes, index.values());
    recent.add(commit.id().prefix(), ancestors, index.known());
    for (ObjectId merged : commit.merged()) {
      edges.add(~ids.intern(merged, Role.COMMIT));
    }
    commits.add(row(number, commit, ancestors, edges));
    if ((ids.roles(number) & Role.HEAD) != 0) {
      heads.put(number, KeyFingerprints.of(index.index()));
    }
    if (number == logHead) {
      index.index().forEach(entry -> log.put(entry.storedKey(), entry));
    }
    if (commit.isFirst() && commit.message().equals(BIRTH)) {
      birth.accumulate(commit.createdMicros());
    }
    if (commit.hasIncompleteIndex()) {
      incomplete.increment();
    }
    verifyHash(number, commit, index.operations());
  }

  private CommitGraph.Row row(
      int number, ParsedCommit commit, long[] ancestors, List<Integer> edges) {
    int parent = commit.isFirst() ? CommitGraph.NONE : ids.intern(commit.parent(), Role.COMMIT);
    return new CommitGraph.Row(
        number,
        parent,
        commit.sequence(),
        commit.createdMicros(),
        ancestors,
        intern(
            commit.besideIndex(),
            commit.referenceIndex().isPresent() ? Role.REFERENCE_INDEX : Role.SEGMENT),
        edges.stream().mapToInt(Integer::intValue).toArray());
  }

  private void verifyHash(int number, ParsedCommit commit, List<IndexEntry> operations) {
    if (objectIds.verifyHash(commit, operations)) {
      return;
    }
    if (commit.isFirst() && commit.message().contains(CUT)) {
      cuts.increment();
    } else {
      mismatches.put(number, new HashMismatch(commit.createdMicros(), operations.size()));
    }
  }

  private int[] intern(List<ObjectId> pointed, int role) {
    return pointed.stream().mapToInt(id -> ids.intern(id, role)).toArray();
  }

  /** Returns the numbers of what the commit itself has put. */
  private List<Integer> internValues(Slice bytes, PointedIds values) {
    List<Integer> put = new ArrayList<>();
    for (int id = 0; id < values.size(); id++) {
      int roles = values.roles(id);
      int value = ids.intern(bytes.array(), values.offset(id), values.length(id), roles);
      if ((roles & Role.ADDED) != 0) {
        put.add(value);
      }
    }
    return put;
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

  CommitGraph commits() {
    return commits;
  }

  List<ReferenceRow> references() {
    return references;
  }

  /** The keys that the commit of a head embeds; null if it could not be read. */
  KeyFingerprints head(int number) {
    return heads.get(number);
  }

  /** What the log of references has at its head, by stored name. */
  Map<String, IndexEntry> log() {
    return log;
  }

  /**
   * Whether what says how a reference was made says it of this one; true if it cannot be read. Of
   * the name a hash of four bytes is kept, so that another reference may rarely pass for it.
   */
  boolean isAbout(int number, String reference) {
    Integer name = referenceNames.get(number);
    return name == null || name == reference.hashCode();
  }

  /** The head of the log of references, or -1. */
  int logHead() {
    return logHead;
  }

  Map<Integer, HashMismatch> mismatches() {
    return mismatches;
  }

  String reason(int number) {
    return reasons.getOrDefault(number, "too much is damaged to say");
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
