package org.nessiebackup.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.nessiebackup.catalog.CommitGraph.Detail;
import org.nessiebackup.nessie.EncodedIndex;
import org.nessiebackup.nessie.IndexEntry;
import org.nessiebackup.nessie.ObjectId;
import org.nessiebackup.nessie.ObjectRow;
import org.nessiebackup.nessie.ObjectType;
import org.nessiebackup.nessie.ParsedCommit;
import org.nessiebackup.nessie.ParsedObject;
import org.nessiebackup.nessie.UndecodableException;

/** Adds the commits of catalogs to a graph, with the details that it keeps. */
record CommitReader(CommitGraph graph, Set<Detail> details) {
  private static final int[] NOTHING = {};

  void read(CatalogSource source, String repository) {
    ObjectFilter filter =
        details.contains(Detail.INDEX)
            ? ObjectFilter.ofTypes(ObjectType.COMMIT, ObjectType.INDEX_SEGMENTS)
            : ObjectFilter.ofTypes(ObjectType.COMMIT);
    source.objects(filter.in(repository), this::add);
  }

  private void add(ObjectRow row) {
    try {
      ParsedObject object = ParsedObject.of(row);
      if (object instanceof ParsedCommit commit) {
        add(commit);
      } else if (object instanceof ParsedObject.Standard index) {
        graph.addParts(graph.ids().intern(row.id()), intern(index.segments()));
      }
    } catch (UndecodableException unreadable) {
      // Who needs it finds it missing, and reads it again to say why.
    }
  }

  private void add(ParsedCommit commit) throws UndecodableException {
    graph.add(
        new CommitGraph.Row(
            graph.ids().intern(commit.id()),
            commit.isFirst() ? CommitGraph.NONE : graph.ids().intern(commit.parent()),
            commit.sequence(),
            commit.createdMicros(),
            details.contains(Detail.ANCESTORS) ? commit.ancestors() : new long[0],
            details.contains(Detail.INDEX) ? intern(commit.besideIndex()) : NOTHING,
            details.contains(Detail.EDGES) ? edges(commit) : NOTHING));
  }

  private int[] edges(ParsedCommit commit) throws UndecodableException {
    List<Integer> edges = new ArrayList<>();
    commit.merged().forEach(merged -> edges.add(~graph.ids().intern(merged)));
    EncodedIndex index = EncodedIndex.of(commit.index());
    // A history that was cut begins with keys that commits have put which are gone.
    List<IndexEntry> put = commit.isFirst() ? index.entries() : index.operations();
    put.forEach(entry -> entry.value().ifPresent(value -> edges.add(graph.ids().intern(value))));
    return edges.stream().mapToInt(Integer::intValue).toArray();
  }

  private int[] intern(List<ObjectId> pointed) {
    return pointed.stream().mapToInt(graph.ids()::intern).toArray();
  }
}
