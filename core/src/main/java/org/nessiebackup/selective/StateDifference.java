package org.nessiebackup.selective;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.nessiebackup.catalog.CommitGraph;
import org.nessiebackup.catalog.RepositoryReader;
import org.nessiebackup.nessie.ContentKey;
import org.nessiebackup.nessie.IndexEntry;
import org.nessiebackup.nessie.Micros;
import org.nessiebackup.nessie.NessieObject;
import org.nessiebackup.nessie.ObjectId;

/** How two states of a reference differ: in their commits, and in what they hold. */
final class StateDifference {
  private static final int EXAMPLES = 10;

  private StateDifference() {}

  static ReferenceRestorePlan.Keys keys(
      SortedMap<ContentKey, IndexEntry> now, SortedMap<ContentKey, IndexEntry> then) {
    List<ContentKey> gained = new ArrayList<>();
    List<ContentKey> changed = new ArrayList<>();
    for (Map.Entry<ContentKey, IndexEntry> entry : then.entrySet()) {
      IndexEntry present = now.get(entry.getKey());
      if (present == null) {
        gained.add(entry.getKey());
      } else if (!present.value().equals(entry.getValue().value())) {
        changed.add(entry.getKey());
      }
    }
    List<ContentKey> lost = now.keySet().stream().filter(key -> !then.containsKey(key)).toList();
    return new ReferenceRestorePlan.Keys(List.copyOf(gained), lost, List.copyOf(changed));
  }

  /**
   * Compares the lines of first parents; reads back in the live catalog until both meet, some
   * twenty commits at a time.
   *
   * @param now the current head
   * @param graph the commits of the backup
   * @param line those of the reference, the newest first
   */
  static ReferenceRestorePlan.History history(
      RepositoryReader live, ObjectId now, CommitGraph graph, int[] line) {
    BitSet then = new BitSet();
    IntStream.of(line).forEach(then::set);
    Predicate<ObjectId> met = id -> graph.contains(id) && then.get(graph.ids().find(id));
    List<ReferenceRestorePlan.LostCommit> examples = new ArrayList<>();
    Set<ObjectId> passed = new HashSet<>();
    Map<ObjectId, NessieObject.Commit> known = new LinkedHashMap<>();
    ObjectId at = now;
    while (!at.equals(ObjectId.EMPTY) && !met.test(at) && passed.add(at)) {
      NessieObject.Commit commit = known.remove(at);
      if (commit == null) {
        known.clear();
        known.putAll(live.commits(Set.of(at)));
        commit = known.remove(at);
        if (commit == null) {
          // What is lost here is lost already; its number is not known.
          break;
        }
        known.putAll(live.commits(unmet(commit.tail(), met)));
      }
      if (examples.size() < EXAMPLES) {
        examples.add(
            new ReferenceRestorePlan.LostCommit(
                at.hex(), Micros.instant(commit.createdMicros()), commit.message()));
      }
      at = commit.parent();
    }
    int meeting = graph.ids().find(at);
    long gained = IntStream.of(line).takeWhile(commit -> commit != meeting).count();
    return new ReferenceRestorePlan.History(gained, passed.size(), List.copyOf(examples));
  }

  private static Set<ObjectId> unmet(List<ObjectId> tail, Predicate<ObjectId> met) {
    return tail.stream()
        .takeWhile(met.negate())
        .filter(id -> !id.equals(ObjectId.EMPTY))
        .collect(Collectors.toSet());
  }
}
