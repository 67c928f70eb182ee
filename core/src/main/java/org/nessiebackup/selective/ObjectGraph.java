package org.nessiebackup.selective;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.nessiebackup.catalog.CatalogSource;
import org.nessiebackup.catalog.ObjectFilter;
import org.nessiebackup.nessie.IndexEntry;
import org.nessiebackup.nessie.NessieObject;
import org.nessiebackup.nessie.ObjectDecoder;
import org.nessiebackup.nessie.ObjectId;
import org.nessiebackup.nessie.ObjectRow;
import org.nessiebackup.nessie.ObjectType;
import org.nessiebackup.nessie.Stripe;

/**
 * The commits of one Nessie repository, as far as is needed to say which objects belong to one of
 * them: about half a kilobyte of memory for each, and nothing of what they hold.
 */
final class ObjectGraph {
  /**
   * A commit.
   *
   * @param parent {@link ObjectId#EMPTY} for a first one
   * @param merged the commits that were merged
   * @param seq the how many-th it is
   * @param createdMicros microseconds since 1970
   * @param index the objects with its index, which may name further ones
   * @param values what this commit put; of a first commit all that there is, since a history that
   *     was cut begins with keys of commits that are gone
   */
  record Node(
      ObjectId id,
      ObjectId parent,
      List<ObjectId> merged,
      long seq,
      long createdMicros,
      List<ObjectId> index,
      List<ObjectId> values) {}

  private final Map<ObjectId, Node> nodes = new ConcurrentHashMap<>();
  private final Map<ObjectId, List<ObjectId>> parts = new ConcurrentHashMap<>();

  /** Reads all commits once. */
  static ObjectGraph read(CatalogSource source, String repository) {
    ObjectGraph graph = new ObjectGraph();
    source.objects(
        ObjectFilter.ofTypes(ObjectType.COMMIT.shortName(), ObjectType.INDEX_SEGMENTS.shortName())
            .in(repository),
        graph::add);
    return graph;
  }

  private void add(ObjectRow row) {
    NessieObject object = ObjectDecoder.decode(row);
    if (object instanceof NessieObject.Commit commit) {
      nodes.put(commit.id(), node(commit));
    } else if (object instanceof NessieObject.IndexSegments segments) {
      parts.put(segments.id(), segments.stripes().stream().map(Stripe::segment).toList());
    }
    // What cannot be read is missed by those who need it, which is said then.
  }

  private static Node node(NessieObject.Commit commit) {
    boolean first = commit.parent().equals(ObjectId.EMPTY);
    List<ObjectId> values = new ArrayList<>();
    List<IndexEntry> told = first ? commit.embedded() : commit.index().operations();
    told.forEach(entry -> entry.value().ifPresent(values::add));
    List<ObjectId> index = new ArrayList<>();
    commit.referenceIndex().ifPresent(index::add);
    commit.stripes().stream().map(Stripe::segment).forEach(index::add);
    return new Node(
        commit.id(),
        commit.parent(),
        commit.secondaryParents(),
        commit.seq(),
        commit.createdMicros(),
        List.copyOf(index),
        List.copyOf(values));
  }

  Optional<Node> find(ObjectId id) {
    return Optional.ofNullable(nodes.get(id));
  }

  /** A commit and its parents, the newest first, as far back as they are known. */
  List<Node> line(ObjectId head) {
    List<Node> line = new ArrayList<>();
    for (Node node = nodes.get(head); node != null; node = nodes.get(node.parent())) {
      line.add(node);
      if (line.size() > nodes.size()) {
        // Damage can make commits their own ancestors.
        break;
      }
    }
    return line;
  }

  /**
   * Everything that must be there for a commit to be whole: it, all that came before it, and what
   * they point to.
   */
  Needs needs(ObjectId head, CatalogSource source, String repository) {
    Needs needs = new Needs();
    Set<ObjectId> cut = new HashSet<>();
    Deque<ObjectId> ahead = new ArrayDeque<>(List.of(head));
    while (!ahead.isEmpty()) {
      ObjectId id = ahead.pop();
      if (id.equals(ObjectId.EMPTY) || needs.commits.containsKey(id)) {
        continue;
      }
      Node node = nodes.get(id);
      if (node == null) {
        needs.absent.add(id);
        continue;
      }
      needs.commits.put(id, node.seq());
      needs.others.addAll(node.values());
      Collection<ObjectId> index = withParts(node.index());
      needs.others.addAll(index);
      if (node.parent().equals(ObjectId.EMPTY)) {
        cut.addAll(index);
      }
      ahead.push(node.parent());
      ahead.addAll(node.merged());
    }
    needs.others.addAll(valuesOf(cut, source, repository));
    return needs;
  }

  private Collection<ObjectId> withParts(List<ObjectId> index) {
    Set<ObjectId> all = new HashSet<>(index);
    index.forEach(id -> all.addAll(parts.getOrDefault(id, List.of())));
    return all;
  }

  /** What a history that was cut begins with, where that is too much for the commit itself. */
  private static Set<ObjectId> valuesOf(
      Set<ObjectId> index, CatalogSource source, String repository) {
    Set<ObjectId> values = new HashSet<>();
    if (index.isEmpty()) {
      return values;
    }
    Map<ObjectId, ObjectRow> rows = new HashMap<>(source.find(repository, index));
    for (ObjectRow row : rows.values()) {
      if (ObjectDecoder.decode(row) instanceof NessieObject.Index part) {
        part.index().entries().stream()
            .map(IndexEntry::value)
            .flatMap(Optional::stream)
            .forEach(values::add);
      }
    }
    return values;
  }

  /** Ids of objects, and of which kind. */
  static final class Needs {
    private final Map<ObjectId, Long> commits = new LinkedHashMap<>();
    private final Set<ObjectId> others = new HashSet<>();
    private final Set<ObjectId> absent = new HashSet<>();

    /** Commits. */
    Set<ObjectId> commits() {
      return commits.keySet();
    }

    /** Values, and parts of indexes. */
    Set<ObjectId> others() {
      return others;
    }

    /** Commits that somebody points to and that are not there. */
    Set<ObjectId> absent() {
      return absent;
    }
  }
}
