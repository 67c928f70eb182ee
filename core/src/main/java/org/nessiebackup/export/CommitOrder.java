package org.nessiebackup.export;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import org.nessiebackup.nessie.NumberedIds;
import org.nessiebackup.nessie.ObjectId;

/**
 * Walks from heads to all commits that they need, and gives each one on once, its parents and what
 * it merged before it. Knows at the end where lines of commits end and part. Takes about 10 bytes
 * for each commit.
 */
final class CommitOrder {
  private static final byte OPEN = 1;
  private static final byte DONE = 2;
  private static final byte HAS_CHILD = 4;
  private static final byte HAS_CHILDREN = 8;

  private final GatheredCommits commits;
  private final byte[] states;
  private final CommitTrouble trouble;
  private int[] path = new int[1024];
  private int depth;

  CommitOrder(GatheredCommits commits, CommitTrouble trouble) {
    this.commits = commits;
    this.states = new byte[commits.size()];
    this.trouble = trouble;
  }

  /**
   * Gives on what a head needs and was not given on yet.
   *
   * @param head a commit's number
   * @throws org.nessiebackup.BackupException if a commit is missing
   */
  void walk(int head, IntConsumer listener) {
    push(head);
    while (depth > 0) {
      int commit = path[depth - 1];
      if ((states[commit] & DONE) != 0) {
        depth--;
      } else if ((states[commit] & OPEN) != 0) {
        listener.accept(commit);
        close(commit);
        depth--;
      } else {
        open(commit);
      }
    }
  }

  private void open(int commit) {
    if (!commits.contains(commit)) {
      throw trouble.missing(commits.id(commit));
    }
    states[commit] |= OPEN;
    for (int merged : commits.secondaryParents(commit)) {
      need(commit, merged);
    }
    int parent = commits.parent(commit);
    if (parent != NumberedIds.NONE) {
      need(commit, parent);
    }
  }

  private void need(int commit, int parent) {
    if ((states[parent] & DONE) != 0) {
      return;
    }
    if ((states[parent] & OPEN) != 0) {
      throw trouble.ownAncestor(commits.id(commit));
    }
    push(parent);
  }

  private void close(int commit) {
    states[commit] |= DONE;
    int parent = commits.parent(commit);
    if (parent != NumberedIds.NONE) {
      states[parent] |= (states[parent] & HAS_CHILD) == 0 ? HAS_CHILD : HAS_CHILDREN;
    }
  }

  private void push(int commit) {
    if (depth == path.length) {
      path = Arrays.copyOf(path, Math.addExact(depth, depth / 2));
    }
    path[depth++] = commit;
  }

  /** Commits that are nobody's parent. */
  List<ObjectId> heads() {
    return having(DONE | HAS_CHILD, DONE);
  }

  /** Commits that are the parent of several. */
  List<ObjectId> forks() {
    return having(HAS_CHILDREN, HAS_CHILDREN);
  }

  private List<ObjectId> having(int mask, int state) {
    List<ObjectId> found = new ArrayList<>();
    for (int commit = 0; commit < states.length; commit++) {
      if ((states[commit] & mask) == state) {
        found.add(commits.id(commit));
      }
    }
    return found;
  }
}
