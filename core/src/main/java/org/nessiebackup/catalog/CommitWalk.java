package org.nessiebackup.catalog;

import java.util.Arrays;

/**
 * Walks from heads to all commits that they build on, and gives each one on once, however many lead
 * to it: its parents and what it merged before it. Takes about 10 bytes for each commit.
 */
public final class CommitWalk {
  private static final byte OPEN = 1;
  private static final byte DONE = 2;

  private final CommitGraph graph;
  private final Visitor visitor;
  private final byte[] states;
  private int[] path = new int[64];
  private int depth;

  /** What is met on the way, by numbers of ids. */
  public interface Visitor {
    /** A commit, after all that it builds on. */
    void commit(int commit);

    /** Something that a head or a commit names and that is no commit that is there. */
    default void missing(int id) {}

    /** A commit that builds on itself, which no hash allows; the walk goes on without that. */
    default void circle(int commit) {}
  }

  /** A walk through a graph to which nothing is added any more. */
  public CommitWalk(CommitGraph graph, Visitor visitor) {
    this.graph = graph;
    this.visitor = visitor;
    this.states = new byte[graph.size()];
  }

  /** Gives on what a head builds on and was not given on yet. */
  public void from(int head) {
    push(head);
    while (depth > 0) {
      int commit = path[depth - 1];
      int row = graph.row(commit);
      if (row == CommitGraph.NONE) {
        depth--;
        visitor.missing(commit);
      } else if (states[row] == DONE) {
        depth--;
      } else if (states[row] == OPEN) {
        depth--;
        states[row] = DONE;
        visitor.commit(commit);
      } else {
        states[row] = OPEN;
        for (int merged : graph.merged(commit)) {
          need(commit, merged);
        }
        if (graph.parent(commit) != CommitGraph.NONE) {
          need(commit, graph.parent(commit));
        }
      }
    }
  }

  private void need(int commit, int parent) {
    int row = graph.row(parent);
    if (row != CommitGraph.NONE && states[row] == OPEN) {
      visitor.circle(commit);
    } else {
      push(parent);
    }
  }

  private void push(int commit) {
    if (depth == path.length) {
      path = Arrays.copyOf(path, Math.addExact(depth, depth / 2));
    }
    path[depth++] = commit;
  }
}
