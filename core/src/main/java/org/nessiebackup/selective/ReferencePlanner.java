package org.nessiebackup.selective;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.WorkContext;
import org.nessiebackup.catalog.BackupCatalog;
import org.nessiebackup.catalog.CommitGraph;
import org.nessiebackup.catalog.CommitGraph.Detail;
import org.nessiebackup.catalog.LiveCatalog;
import org.nessiebackup.catalog.ReferenceRows;
import org.nessiebackup.catalog.RepositoryReader;
import org.nessiebackup.nessie.ContentKey;
import org.nessiebackup.nessie.IndexEntry;
import org.nessiebackup.nessie.Micros;
import org.nessiebackup.nessie.NessieObject;
import org.nessiebackup.nessie.NessieReference;
import org.nessiebackup.nessie.ObjectId;
import org.nessiebackup.nessie.ReferenceRow;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.server.NessieServer;

/** Finds out what bringing a reference back takes, and what it changes. */
record ReferencePlanner(Database database, NessieServer server, WorkContext context) {
  private static final int EXAMPLES = 10;

  ReferenceRestorePlan plan(BackupCatalog backup, ReferenceRestoreOptions options) {
    // Before the snapshot: what the server shows is in the snapshot then, whoever commits.
    SortedMap<String, NessieReference> shown = server.references();
    try (LiveCatalog live = LiveCatalog.open(database, options.catalog(), options.jobs(), context);
        Session session = database.open(context.cancellation())) {
      LiveObjects objects = LiveObjects.of(session, live.location());
      String repository =
          ServedRepository.find(shown.values(), live, session, objects, options.repository());
      ReferenceRows references = ReferenceRows.of(backup);
      String from = references.named(repository);
      ReferenceRow row = references.find(from, options.reference());
      CommitGraph graph =
          CommitGraph.read(backup, from, Set.of(Detail.TIME, Detail.INDEX, Detail.EDGES));
      ObjectId commit = PointInHistory.find(graph, row, options.point());
      NeededObjects needed = NeededObjects.of(graph, commit, backup, from);
      int[] line = graph.line(graph.ids().find(commit));
      Optional<NessieReference> now = Optional.ofNullable(shown.get(options.name()));
      NessieReference result =
          new NessieReference(row.shown().orElseThrow().kind(), options.name(), commit.hex());
      Difference difference =
          difference(
              new RepositoryReader(live, repository),
              now.map(NessieReference::head).orElse(ObjectId.EMPTY),
              new RepositoryReader(backup, from),
              graph,
              line);
      return new ReferenceRestorePlan(
          new ReferenceRestorePlan.From(backup.point(), backup.stateOf(), from, options.jobs()),
          new ReferenceRestorePlan.To(server.endpoint().toString(), live.location(), repository),
          result,
          now,
          new ReferenceRestorePlan.Changes(
              line.length,
              IntStream.of(line)
                  .mapToObj(each -> Micros.instant(graph.createdMicros(each)))
                  .findFirst(),
              difference.history(),
              difference.keys(),
              objects.absent(session, repository, needed.ids())),
          difference.warnings(),
          obstacles(result, now, needed));
    }
  }

  /** What comes and goes, as far as that can be said. */
  private record Difference(
      ReferenceRestorePlan.History history,
      ReferenceRestorePlan.Keys keys,
      List<String> warnings) {}

  /** A reference whose objects are lost must not keep anybody from bringing them back. */
  private static Difference difference(
      RepositoryReader live, ObjectId now, RepositoryReader backup, CommitGraph graph, int[] line) {
    SortedMap<ContentKey, IndexEntry> then =
        backup.keys(line.length == 0 ? ObjectId.EMPTY : graph.ids().id(line[0]), Optional.empty());
    try {
      return new Difference(
          history(live, now, graph, line), keys(live.keys(now, Optional.empty()), then), List.of());
    } catch (BackupException e) {
      if (e.failure() != Failure.DAMAGED) {
        throw e;
      }
      return new Difference(
          new ReferenceRestorePlan.History(0, 0, List.of()),
          keys(new TreeMap<>(), then),
          List.of("what there is now cannot be compared, as it is damaged: " + e.getMessage()));
    }
  }

  private static List<String> obstacles(
      NessieReference result, Optional<NessieReference> now, NeededObjects needed) {
    List<String> obstacles = new ArrayList<>();
    now.filter(there -> there.kind() != result.kind())
        .ifPresent(
            there ->
                obstacles.add(
                    "\"%s\" is a %s now, and a %s in the backup: give it another name with --as"
                        .formatted(there.name(), there.kind().label(), result.kind().label())));
    needed
        .absent()
        .ifPresent(
            id ->
                obstacles.add(
                    "the backup itself lacks commits that this one builds on, such as %s; it was"
                            .formatted(id)
                        + " made of a damaged catalog: take an older backup"));
    return obstacles;
  }

  private static ReferenceRestorePlan.Keys keys(
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
  private static ReferenceRestorePlan.History history(
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
