package org.nessiebackup.integrity;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.Optional;
import org.nessiebackup.catalog.IdTable;
import org.nessiebackup.nessie.ObjectId;
import org.nessiebackup.nessie.ObjectType;
import org.nessiebackup.nessie.ReferenceRow;

/**
 * Walks a Nessie repository from its references, when all rows have been seen: which rows are
 * reached, how long histories are, and whether each commit follows its parent.
 */
final class GraphWalk {
  private static final int NO_COMMIT = -1;
  private static final long NO_ANCESTOR = ObjectId.EMPTY.prefix();

  private final RepositoryGraph graph;
  private final IdTable ids;
  private final CommitTable commits;
  private final int[] commitOf;
  private final int[] depths;

  private GraphWalk(RepositoryGraph graph) {
    this.graph = graph;
    this.ids = graph.ids();
    this.commits = graph.commits();
    this.commitOf = new int[ids.limit()];
    this.depths = new int[commits.size()];
  }

  static GraphWalk of(RepositoryGraph graph) {
    GraphWalk walk = new GraphWalk(graph);
    walk.findCommits();
    walk.measure();
    walk.reach();
    walk.markDangling();
    return walk;
  }

  private void findCommits() {
    Arrays.fill(commitOf, NO_COMMIT);
    for (int commit = 0; commit < commits.size(); commit++) {
      commitOf[commits.number(commit)] = commit;
    }
  }

  /** The commit of an id, or -1. */
  int commitOf(int number) {
    return commitOf[number];
  }

  private int parentOf(int commit) {
    int parent = commits.parent(commit);
    return parent == CommitTable.NO_PARENT ? NO_COMMIT : commitOf[parent];
  }

  /** Depth of each commit, from its oldest ancestor that is there. */
  private void measure() {
    Deque<Integer> path = new ArrayDeque<>();
    for (int commit = 0; commit < commits.size(); commit++) {
      int at = commit;
      // A circle of parents, which no digest allows, would not end otherwise.
      while (at != NO_COMMIT && depths[at] == 0 && path.size() <= commits.size()) {
        path.push(at);
        at = parentOf(at);
      }
      int depth = at == NO_COMMIT ? 0 : depths[at];
      while (!path.isEmpty()) {
        depths[path.pop()] = ++depth;
      }
    }
  }

  /** Commits from this id back to the first one that is there. */
  long depth(int number) {
    return commitOf[number] == NO_COMMIT ? 0 : depths[commitOf[number]];
  }

  /** The commit that is not there, at which the history of this id breaks off. */
  Optional<ObjectId> brokenAt(int number) {
    int at = number;
    for (long steps = 0; steps <= commits.size(); steps++) {
      if (commitOf[at] == NO_COMMIT) {
        return Optional.of(ids.id(at));
      }
      int parent = commits.parent(commitOf[at]);
      if (parent == CommitTable.NO_PARENT) {
        return Optional.empty();
      }
      at = parent;
    }
    return Optional.of(ids.id(at));
  }

  private void reach() {
    Deque<Integer> waiting = new ArrayDeque<>();
    BitSet lists = new BitSet();
    for (ReferenceRow reference : graph.references()) {
      visit(reference.pointer(), waiting);
      reference.previous().forEach(previous -> visit(previous.pointer(), waiting));
      reference.extendedInfo().ifPresent(id -> ids.set(number(id), State.REACHED));
    }
    while (!waiting.isEmpty()) {
      int commit = waiting.pop();
      int list = commits.index(commit);
      if (!lists.get(list)) {
        lists.set(list);
        reachIndex(commits.indexList(list));
      }
      if (commits.parent(commit) != CommitTable.NO_PARENT) {
        visit(commits.parent(commit), waiting);
      }
      for (int edge = commits.firstEdge(commit); edge < commits.lastEdge(commit); edge++) {
        int target = commits.edge(edge);
        if (target < 0) {
          visit(~target, waiting);
        } else {
          ids.set(target, State.REACHED);
        }
      }
    }
    reachOldContents();
  }

  private void reachIndex(int[] indexes) {
    for (int index : indexes) {
      ids.set(index, State.REACHED);
      for (int segment : graph.segmentsOf(index)) {
        ids.set(segment, State.REACHED);
      }
    }
  }

  /** What no commit has put, since its history was cut off or imported, is in indexes only. */
  private void reachOldContents() {
    for (int number = 0; number < commitOf.length; number++) {
      if (ids.isTaken(number)
          && (ids.roles(number) & (Role.CONTENT | Role.INTERNAL)) != 0
          && (ids.roles(number) & Role.ADDED) == 0) {
        ids.set(number, State.REACHED);
      }
    }
  }

  private int number(ObjectId id) {
    return ids.intern(id, Role.NONE);
  }

  private void visit(ObjectId id, Deque<Integer> waiting) {
    int number = id.equals(ObjectId.EMPTY) ? NO_COMMIT : find(id);
    if (number != NO_COMMIT) {
      visit(number, waiting);
    }
  }

  /** A previous head may be gone, and then it is no id of this table. */
  private int find(ObjectId id) {
    int number = number(id);
    return number < commitOf.length ? number : NO_COMMIT;
  }

  private void visit(int number, Deque<Integer> waiting) {
    boolean seen = State.is(ids.state(number), State.REACHED);
    ids.set(number, State.REACHED);
    if (!seen && commitOf[number] != NO_COMMIT) {
      waiting.push(commitOf[number]);
    }
  }

  private void markDangling() {
    for (int number = 0; number < commitOf.length; number++) {
      if (ids.isTaken(number) && !Role.fits(ids.roles(number), ids.state(number))) {
        ids.set(number, State.DANGLING);
      }
    }
  }

  /** Whether a commit's number is that of its parent and one; nobody knows without a parent. */
  boolean countsOn(int commit) {
    int parent = parentOf(commit);
    return parent == NO_COMMIT || commits.sequence(commit) == commits.sequence(parent) + 1;
  }

  /**
   * Whether the list of a commit's ancestors is what its parents give, as far as they are there.
   */
  boolean knowsItsAncestors(int commit) {
    long digest = 0;
    int at = commit;
    for (int i = 0; i < commits.tailLength(commit); i++) {
      if (at == NO_COMMIT) {
        return true;
      }
      int parent = commits.parent(at);
      if (parent == CommitTable.NO_PARENT) {
        digest = CommitTable.digest(digest, NO_ANCESTOR);
        return i == commits.tailLength(commit) - 1 && digest == commits.tail(commit);
      }
      digest = CommitTable.digest(digest, ids.prefix(parent));
      at = commitOf[parent];
    }
    return digest == commits.tail(commit);
  }

  /** Rows that nothing leads to. */
  long unreachable() {
    long count = 0;
    for (int number = 0; number < commitOf.length; number++) {
      if (ids.isTaken(number)) {
        int state = ids.state(number);
        // What Nessie finds by a name of its own, and what services keep, hangs on nothing.
        boolean hangs =
            !State.isAbsent(state)
                && State.kind(state) != State.CUSTOM
                && State.kind(state) != State.UNKNOWN
                && !State.is(state, ObjectType.UNIQUE);
        count += hangs && !State.is(state, State.REACHED) ? 1 : 0;
      }
    }
    return count;
  }

  /** Different ids that were met. */
  long idCount() {
    long count = 0;
    for (int number = 0; number < commitOf.length; number++) {
      count += ids.isTaken(number) ? 1 : 0;
    }
    return count;
  }
}
