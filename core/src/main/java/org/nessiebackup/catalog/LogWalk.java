package org.nessiebackup.catalog;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.nessiebackup.nessie.NessieObject.Commit;
import org.nessiebackup.nessie.ObjectId;

/**
 * Goes back from a commit. Each commit names some of its ancestors, which are looked up at once. Of
 * a backup, where to look up is to read, who goes further back finds the way by one pass over all
 * commits and takes what lies on it in a second one.
 */
final class LogWalk<T> {
  /** How many times those are looked up that a commit names, where to look up is to read. */
  private static final int TAILS_FOLLOWED = 3;

  /** About how many ancestors a commit names. */
  private static final int TAIL = 20;

  private final RepositoryReader reader;
  private final int limit;
  private final long sinceMicros;
  private final Function<Commit, T> form;
  private final List<T> log = new ArrayList<>();
  private ObjectId next = ObjectId.EMPTY;
  private List<ObjectId> tail = List.of();
  private boolean ended;

  /** What is kept of a commit. */
  private record Step<T>(ObjectId parent, List<ObjectId> tail, long createdMicros, T form) {}

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
    boolean quick = reader.findsQuickly();
    boolean far = limit > TAILS_FOLLOWED * TAIL && sinceMicros == Long.MIN_VALUE;
    for (int i = 0; !ended && (quick || (!far && i < TAILS_FOLLOWED)); i++) {
      take(tail.subList(0, Math.min(tail.size(), limit - log.size())));
    }
    if (!ended) {
      takeRest();
    }
    return log;
  }

  private void takeRest() {
    CommitGraph graph = reader.graph(Set.of(next));
    int[] line = graph.line(graph.ids().find(next), limit - log.size(), sinceMicros);
    if (line.length > 0) {
      take(Arrays.stream(line).mapToObj(graph.ids()::id).toList());
    }
    if (!ended && !graph.contains(next)) {
      // Says why, if it is there and cannot be read.
      reader.commit(next);
      throw reader.missing(next);
    }
  }

  private void take(List<ObjectId> ids) {
    Map<ObjectId, Step<T>> steps = reader.commits(ids, this::step);
    if (!steps.containsKey(next)) {
      throw reader.missing(next);
    }
    for (Step<T> step = steps.get(next); step != null && !ended; step = steps.get(next)) {
      if (step.createdMicros() < sinceMicros) {
        ended = true;
        return;
      }
      log.add(step.form());
      tail = step.tail();
      next = step.parent();
      ended = log.size() == limit || next.equals(ObjectId.EMPTY);
    }
  }

  private Step<T> step(Commit commit) {
    return new Step<>(commit.parent(), commit.tail(), commit.createdMicros(), form.apply(commit));
  }
}
