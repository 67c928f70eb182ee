package org.nessiebackup.export;

import java.util.BitSet;
import java.util.List;
import java.util.function.IntConsumer;
import org.nessiebackup.catalog.CommitGraph;
import org.nessiebackup.catalog.CommitWalk;
import org.nessiebackup.nessie.ObjectId;

/**
 * Gives commits on in the order of an archive, parents before children, and knows at the end where
 * lines of commits end and part.
 */
final class CommitOrder implements CommitWalk.Visitor {
  private final CommitGraph graph;
  private final CommitTrouble trouble;
  private final IntConsumer listener;
  private final BitSet passed = new BitSet();
  private final BitSet parents = new BitSet();
  private final BitSet forks = new BitSet();

  CommitOrder(CommitGraph graph, CommitTrouble trouble, IntConsumer listener) {
    this.graph = graph;
    this.trouble = trouble;
    this.listener = listener;
  }

  @Override
  public void commit(int commit) {
    listener.accept(commit);
    passed.set(commit);
    int parent = graph.parent(commit);
    if (parent != CommitGraph.NONE) {
      forks.set(parent, forks.get(parent) || parents.get(parent));
      parents.set(parent);
    }
  }

  @Override
  public void missing(int id) {
    throw trouble.missing(graph.ids().id(id));
  }

  @Override
  public void circle(int commit) {
    throw trouble.damaged(
        "commit \"%s\" is an ancestor of itself".formatted(graph.ids().id(commit)));
  }

  /** Commits that are nobody's parent. */
  List<ObjectId> heads() {
    BitSet heads = (BitSet) passed.clone();
    heads.andNot(parents);
    return ids(heads);
  }

  /** Commits that are the parent of several. */
  List<ObjectId> forks() {
    return ids(forks);
  }

  private List<ObjectId> ids(BitSet numbers) {
    return numbers.stream().mapToObj(graph.ids()::id).toList();
  }
}
