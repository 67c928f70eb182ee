package org.nessiebackup.browse;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.nessiebackup.browse.DifferenceReport.Change;
import org.nessiebackup.browse.DifferenceReport.ContentChange;
import org.nessiebackup.browse.DifferenceReport.Move;
import org.nessiebackup.browse.DifferenceReport.ReferenceChange;
import org.nessiebackup.catalog.CatalogSource;
import org.nessiebackup.catalog.CommitGraph;
import org.nessiebackup.catalog.RepositoryReader;
import org.nessiebackup.catalog.Tree;
import org.nessiebackup.nessie.ContentKey;
import org.nessiebackup.nessie.Contents;
import org.nessiebackup.nessie.IndexEntry;
import org.nessiebackup.nessie.NessieContent;
import org.nessiebackup.nessie.NessieReference;
import org.nessiebackup.nessie.ObjectId;

/**
 * Compares two catalogs by their references, and then by what differs on those. Objects of both are
 * the same wherever they are, so that they are looked for in the newer catalog first, which mostly
 * has those of the older one.
 */
final class Comparison {
  private final BrowsedCatalog before;
  private final BrowsedCatalog after;
  private final RepositoryReader reader;

  Comparison(BrowsedCatalog before, BrowsedCatalog after) {
    this.before = before;
    this.after = after;
    boolean forward = !before.source().stateOf().isAfter(after.source().stateOf());
    List<CatalogSource> newestFirst =
        forward
            ? List.of(after.source(), before.source())
            : List.of(before.source(), after.source());
    this.reader = new RepositoryReader(newestFirst, after.reader().repository());
  }

  /** A reference that is in both catalogs and points elsewhere. */
  private record Moved(NessieReference reference, ObjectId from, ObjectId to) {}

  DifferenceReport run() {
    Set<String> names = new TreeSet<>(before.references().keySet());
    names.addAll(after.references().keySet());
    Map<String, ReferenceChange> changes = new TreeMap<>();
    Map<String, Moved> moved = new LinkedHashMap<>();
    int same = 0;
    for (String name : names) {
      NessieReference first = before.references().get(name);
      NessieReference second = after.references().get(name);
      if (first == null) {
        changes.put(name, lone(Move.CREATED, second));
      } else if (second == null) {
        changes.put(name, lone(Move.DELETED, first));
      } else if (first.hash().equals(second.hash())) {
        same++;
      } else {
        moved.put(name, new Moved(second, ObjectId.of(first.hash()), ObjectId.of(second.hash())));
      }
    }
    if (!moved.isEmpty()) {
      addMoved(moved, changes);
    }
    return new DifferenceReport(before.place(), after.place(), same, List.copyOf(changes.values()));
  }

  private static ReferenceChange lone(Move move, NessieReference reference) {
    Optional<ObjectId> head = Optional.of(ObjectId.of(reference.hash()));
    return new ReferenceChange(
        move,
        reference.kind(),
        reference.name(),
        move == Move.DELETED ? head : Optional.empty(),
        move == Move.CREATED ? head : Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  private void addMoved(Map<String, Moved> moved, Map<String, ReferenceChange> changes) {
    Set<ObjectId> heads = new HashSet<>();
    moved.values().forEach(each -> heads.addAll(List.of(each.from(), each.to())));
    heads.remove(ObjectId.EMPTY);
    CommitGraph graph = reader.graph(heads);
    Map<ObjectId, Tree> trees = reader.trees(heads);
    Map<String, List<Pair>> pairs = new LinkedHashMap<>();
    moved.forEach(
        (name, each) -> pairs.put(name, pairs(keys(trees, each.from()), keys(trees, each.to()))));
    Map<ObjectId, NessieContent> contents = contents(pairs);
    moved.forEach(
        (name, each) ->
            changes.put(
                name,
                change(
                    each,
                    graph.distance(each.from(), each.to()),
                    pairs.get(name).stream().map(pair -> pair.change(contents)).toList())));
  }

  private NavigableMap<ContentKey, IndexEntry> keys(Map<ObjectId, Tree> trees, ObjectId commit) {
    Tree tree = trees.get(commit);
    return tree == null ? new TreeMap<>() : tree.keys();
  }

  private static ReferenceChange change(
      Moved moved, Optional<CommitGraph.Distance> distance, List<ContentChange> contents) {
    boolean reset = distance.map(each -> each.behind() > 0).orElse(false);
    return new ReferenceChange(
        reset ? Move.RESET : Move.MOVED,
        moved.reference().kind(),
        moved.reference().name(),
        Optional.of(moved.from()),
        Optional.of(moved.to()),
        distance.map(CommitGraph.Distance::ahead),
        distance.map(CommitGraph.Distance::behind),
        contents);
  }

  /** What two commits say of a key, and not the same; one of the two may be absent. */
  private record Pair(ContentKey key, Optional<IndexEntry> from, Optional<IndexEntry> to) {
    ContentChange change(Map<ObjectId, NessieContent> contents) {
      IndexEntry newer = to.or(() -> from).orElseThrow();
      return new ContentChange(
          kind(),
          key,
          Contents.type(newer.payload()),
          location(from, contents),
          location(to, contents));
    }

    private Change kind() {
      if (from.isEmpty()) {
        return Change.ADDED;
      }
      if (to.isEmpty()) {
        return Change.REMOVED;
      }
      return from.get().contentId().equals(to.get().contentId()) ? Change.CHANGED : Change.REPLACED;
    }

    private static Optional<String> location(
        Optional<IndexEntry> entry, Map<ObjectId, NessieContent> contents) {
      return entry
          .flatMap(IndexEntry::value)
          .map(contents::get)
          .flatMap(NessieContent::metadataLocation);
    }
  }

  private static List<Pair> pairs(
      NavigableMap<ContentKey, IndexEntry> from, NavigableMap<ContentKey, IndexEntry> to) {
    Set<ContentKey> keys = new TreeSet<>(from.keySet());
    keys.addAll(to.keySet());
    List<Pair> pairs = new ArrayList<>();
    for (ContentKey key : keys) {
      Optional<IndexEntry> first = Optional.ofNullable(from.get(key));
      Optional<IndexEntry> second = Optional.ofNullable(to.get(key));
      if (!first.flatMap(IndexEntry::value).equals(second.flatMap(IndexEntry::value))) {
        pairs.add(new Pair(key, first, second));
      }
    }
    return pairs;
  }

  private Map<ObjectId, NessieContent> contents(Map<String, List<Pair>> pairs) {
    Set<ObjectId> values = new HashSet<>();
    for (List<Pair> each : pairs.values()) {
      for (Pair pair : each) {
        pair.from().flatMap(IndexEntry::value).ifPresent(values::add);
        pair.to().flatMap(IndexEntry::value).ifPresent(values::add);
      }
    }
    return reader.contents(values);
  }
}
