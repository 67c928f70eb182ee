package org.nessiebackup.selective;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.nessiebackup.catalog.CatalogSource;
import org.nessiebackup.catalog.CommitGraph;
import org.nessiebackup.catalog.CommitWalk;
import org.nessiebackup.nessie.NessieObject;
import org.nessiebackup.nessie.ObjectDecoder;
import org.nessiebackup.nessie.ObjectId;
import org.nessiebackup.nessie.ObjectRow;

/**
 * Which objects must be there for a commit to be whole: it, all that came before it, and what they
 * point to.
 */
final class NeededObjects implements CommitWalk.Visitor {
  private final CommitGraph graph;
  private final BitSet needed = new BitSet();
  private final Set<ObjectId> cutIndexes = new HashSet<>();
  private Optional<ObjectId> absent = Optional.empty();

  private NeededObjects(CommitGraph graph) {
    this.graph = graph;
  }

  /** Those of a head, from a source that is read again for what a history begins with. */
  static NeededObjects of(
      CommitGraph graph, ObjectId head, CatalogSource source, String repository) {
    NeededObjects objects = new NeededObjects(graph);
    if (!head.equals(ObjectId.EMPTY)) {
      new CommitWalk(graph, objects).from(graph.ids().intern(head));
      // What a history that was cut begins with, where that is too much for the commit itself.
      source.find(repository, objects.cutIndexes, objects::addValues);
    }
    return objects;
  }

  @Override
  public void commit(int commit) {
    needed.set(commit);
    for (int value : graph.values(commit)) {
      needed.set(value);
    }
    boolean first = graph.parent(commit) == CommitGraph.NONE;
    for (int index : graph.indexes().get(graph.index(commit))) {
      addIndex(index, first);
      for (int part : graph.parts(index)) {
        addIndex(part, first);
      }
    }
  }

  private void addIndex(int index, boolean first) {
    needed.set(index);
    if (first) {
      cutIndexes.add(graph.ids().id(index));
    }
  }

  @Override
  public void missing(int id) {
    absent = Optional.of(graph.ids().id(id));
  }

  private void addValues(ObjectRow row) {
    if (ObjectDecoder.decode(row) instanceof NessieObject.Index part) {
      List<ObjectId> values = new ArrayList<>();
      part.index().forEach(entry -> entry.value().ifPresent(values::add));
      synchronized (this) {
        values.forEach(value -> needed.set(graph.ids().intern(value)));
      }
    }
  }

  /** Their ids, made one after another. */
  Stream<ObjectId> ids() {
    return needed.stream().mapToObj(graph.ids()::id);
  }

  /** One of the commits that are pointed to and that are not there, if there are any. */
  Optional<ObjectId> absent() {
    return absent;
  }
}
