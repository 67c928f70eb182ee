package org.nessiebackup.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.nessiebackup.nessie.NessieObject.Commit;
import org.nessiebackup.nessie.ObjectId;

/**
 * Goes back from a commit. Each commit names some of its ancestors, which are asked for at once;
 * who goes further back than that finds the way by a pass over all commits.
 */
final class LogWalk<T> {
  /** How many times those are asked for that a commit names, before all commits are looked at. */
  private static final int TAILS_FOLLOWED = 3;

  /** How many commits are held with all they embed. */
  private static final int COMMITS_AT_ONCE = 500;

  private final RepositoryReader reader;
  private final int limit;
  private final long sinceMicros;
  private final Function<Commit, T> form;
  private final List<T> log = new ArrayList<>();
  private ObjectId next = ObjectId.EMPTY;
  private List<ObjectId> tail = List.of();
  private boolean ended;

  LogWalk(RepositoryReader reader, int limit, long sinceMicros, Function<Commit, T> form) {
    this.reader = reader;
    this.limit = limit;
    this.sinceMicros = sinceMicros;
    this.form = form;
  }

  List<T> from(ObjectId head) {
    next = head;
    tail = List.of(head);
    ended = log.size() == limit || head.equals(ObjectId.EMPTY);
    for (int i = 0; i < TAILS_FOLLOWED && !ended; i++) {
      take(tail.subList(0, Math.min(tail.size(), limit - log.size())));
    }
    if (!ended) {
      takeRest();
    }
    return log;
  }

  private void takeRest() {
    CommitGraph graph = reader.graph(Set.of(next));
    List<ObjectId> line = graph.line(next, limit - log.size(), sinceMicros);
    for (int from = 0; from < line.size(); from += COMMITS_AT_ONCE) {
      take(line.subList(from, Math.min(from + COMMITS_AT_ONCE, line.size())));
    }
    if (!ended && !graph.contains(next)) {
      throw reader.missing(next);
    }
  }

  private void take(List<ObjectId> ids) {
    Map<ObjectId, Commit> commits = reader.commits(ids);
    if (!commits.containsKey(next)) {
      throw reader.missing(next);
    }
    for (Commit commit = commits.get(next); commit != null && !ended; commit = commits.get(next)) {
      if (commit.createdMicros() < sinceMicros) {
        ended = true;
        return;
      }
      log.add(form.apply(commit));
      tail = commit.tail();
      next = commit.parent();
      ended = log.size() == limit || next.equals(ObjectId.EMPTY);
    }
  }
}
