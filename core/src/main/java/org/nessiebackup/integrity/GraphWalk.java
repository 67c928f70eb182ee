package org.nessiebackup.integrity;

import java.util.BitSet;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.nessiebackup.catalog.CommitGraph;
import org.nessiebackup.catalog.CommitWalk;
import org.nessiebackup.catalog.IdTable;
import org.nessiebackup.nessie.ObjectId;
import org.nessiebackup.nessie.ObjectType;
import org.nessiebackup.nessie.ReferenceRow;

/**
 * Walks a Nessie repository from its references, when all rows have been seen: which rows are
 * reached, and how long histories are.
 */
final class GraphWalk {
  private final RepositoryGraph graph;
  private final IdTable ids;
  private final CommitGraph commits;
  private final int limit;
  private final int[] depths;

  private GraphWalk(RepositoryGraph graph) {
    this.graph = graph;
    this.ids = graph.ids();
    this.commits = graph.commits();
    this.limit = ids.limit();
    this.depths = new int[commits.size()];
  }

  static GraphWalk of(RepositoryGraph graph) {
    GraphWalk walk = new GraphWalk(graph);
    walk.measure();
    walk.reach();
    walk.markDangling();
    return walk;
  }

  /** Depth of each commit, from its oldest ancestor that is there. */
  private void measure() {
    CommitWalk walk =
        new CommitWalk(
            commits, commit -> depths[commits.row(commit)] = 1 + depth(commits.parent(commit)));
    commits.numbers().forEach(walk::from);
  }

  /** Commits from this id back to the first one that is there. */
  int depth(int number) {
    return commits.contains(number) ? depths[commits.row(number)] : 0;
  }

  /** The commit that is not there, at which the history of this id breaks off. */
  Optional<ObjectId> brokenAt(int number) {
    int[] line = commits.line(number);
    int end = line.length == 0 ? number : commits.parent(line[line.length - 1]);
    return end == CommitGraph.NONE ? Optional.empty() : Optional.of(ids.id(end));
  }

  private void reach() {
    CommitWalk walk = new CommitWalk(commits, new Reached());
    for (ReferenceRow reference : graph.references()) {
      reach(reference.pointer(), walk);
      reference.previous().forEach(previous -> reach(previous.pointer(), walk));
      reference.extendedInfo().ifPresent(id -> setReached(ids.intern(id)));
    }
    // What no commit has put, since its history was cut off or imported, is in indexes only.
    taken(this::isOldContent).forEach(this::setReached);
  }

  /** A previous head may be gone, and then it is no id of this table. */
  private void reach(ObjectId head, CommitWalk walk) {
    int number = ids.find(head);
    if (number != IdTable.NONE) {
      walk.from(number);
    }
  }

  private void setReached(int number) {
    ids.set(number, State.REACHED);
  }

  private boolean isOldContent(int number) {
    int roles = ids.roles(number);
    return (roles & (Role.CONTENT | Role.INTERNAL)) != 0 && (roles & Role.ADDED) == 0;
  }

  private void markDangling() {
    taken(number -> !Role.fits(ids.roles(number), ids.state(number)))
        .forEach(number -> ids.set(number, State.DANGLING));
  }

  /** Rows that nothing leads to. */
  long unreachable() {
    return taken(
            number -> isReachable(ids.state(number)) && !State.is(ids.state(number), State.REACHED))
        .count();
  }

  /** What Nessie finds by a name of its own, and what services keep, nothing leads to. */
  private static boolean isReachable(int state) {
    return !State.isAbsent(state)
        && State.kind(state) != State.CUSTOM
        && State.kind(state) != State.UNKNOWN
        && !State.is(state, ObjectType.UNIQUE);
  }

  /** Different ids that were met. */
  long idCount() {
    return taken(number -> true).count();
  }

  private IntStream taken(IntPredicate wanted) {
    return IntStream.range(0, limit).filter(ids::isTaken).filter(wanted);
  }

  /** Marks commits and what they point to. */
  private final class Reached implements CommitWalk.Visitor {
    private final BitSet indexes = new BitSet();

    @Override
    public void commit(int commit) {
      setReached(commit);
      for (int value : commits.values(commit)) {
        setReached(value);
      }
      int list = commits.index(commit);
      if (!indexes.get(list)) {
        indexes.set(list);
        for (int index : commits.indexes().get(list)) {
          setReached(index);
          IntStream.of(commits.parts(index)).forEach(GraphWalk.this::setReached);
        }
      }
    }

    @Override
    public void missing(int id) {
      setReached(id);
    }
  }
}
