package org.nessiebackup.browse;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.nessiebackup.Failure;
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
  /** Two commits of each are held, with all they embed. */
  private static final int REFERENCES_AT_ONCE = 100;

  private final BrowsedCatalog before;
  private final BrowsedCatalog after;
  private final RepositoryReader reader;

  Comparison(BrowsedCatalog before, BrowsedCatalog after) {
    String repository = after.reader().repository();
    if (!before.reader().repository().equals(repository)) {
      throw Failure.USAGE.exception(
          "the Nessie repository \"%s\" of one cannot be compared with \"%s\" of the other"
              .formatted(before.reader().repository(), repository),
          "Say with --repository which one is meant.");
    }
    this.before = before;
    this.after = after;
    boolean forward = !before.source().stateOf().isAfter(after.source().stateOf());
    List<CatalogSource> newestFirst =
        forward
            ? List.of(after.source(), before.source())
            : List.of(before.source(), after.source());
    this.reader = new RepositoryReader(newestFirst, repository);
  }

  /** A reference that is in both catalogs and points elsewhere. */
  private record Moved(String storedName, NessieReference reference, ObjectId from, ObjectId to) {}

  DifferenceReport run() {
    Set<String> names = new TreeSet<>(before.references().keySet());
    names.addAll(after.references().keySet());
    Map<String, ReferenceChange> changes = new TreeMap<>();
    List<Moved> moved = new ArrayList<>();
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
        moved.add(new Moved(name, second, first.head(), second.head()));
      }
    }
    if (!moved.isEmpty()) {
      addMoved(moved, changes);
    }
    return new DifferenceReport(before.place(), after.place(), same, List.copyOf(changes.values()));
  }

  private static ReferenceChange lone(Move move, NessieReference reference) {
    Optional<ObjectId> head = Optional.of(reference.head());
    return new ReferenceChange(
        move,
        reference.kind(),
        reference.name(),
        move == Move.DELETED ? head : Optional.empty(),
        move == Move.CREATED ? head : Optional.empty(),
        Optional.empty(),
        List.of());
  }

  private void addMoved(List<Moved> moved, Map<String, ReferenceChange> changes) {
    CommitGraph graph = reader.graph(heads(moved));
    for (int from = 0; from < moved.size(); from += REFERENCES_AT_ONCE) {
      List<Moved> batch = moved.subList(from, Math.min(from + REFERENCES_AT_ONCE, moved.size()));
      Map<ObjectId, Tree> trees = reader.trees(heads(batch));
      Map<Moved, List<Pair>> pairs = new HashMap<>();
      batch.forEach(
          each -> pairs.put(each, pairs(keys(trees, each.from()), keys(trees, each.to()))));
      Map<ObjectId, NessieContent> contents = contents(pairs.values());
      pairs.forEach(
          (each, differing) ->
              changes.put(
                  each.storedName(),
                  change(
                      each,
                      graph.distance(each.from(), each.to()),
                      differing.stream().map(pair -> pair.change(contents)).toList())));
    }
  }

  private static Set<ObjectId> heads(List<Moved> moved) {
    Set<ObjectId> heads = new HashSet<>();
    moved.forEach(each -> heads.addAll(List.of(each.from(), each.to())));
    heads.remove(ObjectId.EMPTY);
    return heads;
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
        distance,
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

  private Map<ObjectId, NessieContent> contents(Collection<List<Pair>> pairs) {
    return reader.contents(
        pairs.stream()
            .flatMap(List::stream)
            .flatMap(pair -> Stream.of(pair.from(), pair.to()))
            .flatMap(entry -> entry.flatMap(IndexEntry::value).stream())
            .collect(Collectors.toSet()));
  }
}
