package org.nessiebackup.integrity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.nessiebackup.catalog.CommitGraph;
import org.nessiebackup.integrity.DamageTracer.LostKey;
import org.nessiebackup.nessie.ContentKey;
import org.nessiebackup.nessie.ObjectId;
import org.nessiebackup.nessie.ReferenceRow;

/** Says of each reference of a Nessie repository what it leads to. */
record ReferenceReports(RepositoryGraph graph, GraphWalk walk, DamageTracer tracer) {

  /** All of them, by name. */
  List<ReferenceReport> all() {
    return graph.references().stream()
        .map(this::result)
        .sorted(Comparator.comparing(ReferenceReport::name))
        .toList();
  }

  private ReferenceReport result(ReferenceRow reference) {
    boolean empty = reference.pointer().equals(ObjectId.EMPTY);
    int head = empty ? CommitGraph.NONE : graph.ids().intern(reference.pointer(), Role.NONE);
    return new ReferenceReport(
        reference.name(),
        reference.pointer(),
        reference.deleted(),
        walk.depth(head),
        empty ? Optional.of(0L) : tables(reference, head),
        ReferenceReport.Lost.of(lost(reference, head)),
        walk.brokenAt(head));
  }

  private Optional<Long> tables(ReferenceRow reference, int head) {
    KeyFingerprints embedded = graph.head(head);
    List<KeyFingerprints> parts = new ArrayList<>();
    for (int segment : tracer.segments(reference).toArray()) {
      KeyFingerprints part = tracer.digests(segment);
      if (part == null) {
        return Optional.empty();
      }
      parts.add(part);
    }
    return Optional.ofNullable(embedded).map(index -> index.tablesOver(parts));
  }

  private SortedSet<ContentKey> lost(ReferenceRow reference, int head) {
    SortedSet<ContentKey> lost = new TreeSet<>();
    KeyFingerprints embedded = graph.head(head);
    if (embedded == null) {
      return lost;
    }
    tracer.lostIn(head).forEach(key -> lost.add(key.key()));
    for (int segment : tracer.segments(reference).toArray()) {
      for (LostKey key : tracer.lostIn(segment)) {
        if (!embedded.covers(key.digest())) {
          lost.add(key.key());
        }
      }
    }
    return lost;
  }
}
