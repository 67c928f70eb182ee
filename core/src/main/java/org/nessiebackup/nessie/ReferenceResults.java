package org.nessiebackup.nessie;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.nessiebackup.nessie.SecondLook.LostKey;

/** Says of each reference of a Nessie repository what it leads to. */
final class ReferenceResults {
  private final RepositoryGraph graph;
  private final GraphWalk walk;
  private final SecondLook look;

  ReferenceResults(RepositoryGraph graph, GraphWalk walk, SecondLook look) {
    this.graph = graph;
    this.walk = walk;
    this.look = look;
  }

  /** All of them, by name. */
  List<ReferenceResult> all() {
    return graph.references().stream()
        .map(this::result)
        .sorted((one, other) -> one.name().compareTo(other.name()))
        .toList();
  }

  private ReferenceResult result(ReferenceRow reference) {
    if (reference.pointer().equals(ObjectId.EMPTY)) {
      return new ReferenceResult(
          reference.name(),
          reference.pointer(),
          reference.deleted(),
          0,
          Optional.of(0L),
          List.of(),
          0,
          Optional.empty());
    }
    int head = graph.ids().mention(reference.pointer(), Role.NONE);
    SortedSet<ContentKey> lost = lost(reference, head);
    return new ReferenceResult(
        reference.name(),
        reference.pointer(),
        reference.deleted(),
        walk.depth(head),
        tables(reference, head),
        lost.stream().limit(ReferenceResult.NAMED).toList(),
        lost.size(),
        walk.brokenAt(head));
  }

  private Optional<Long> tables(ReferenceRow reference, int head) {
    KeyDigests embedded = graph.head(head);
    List<KeyDigests> parts = new ArrayList<>();
    for (int segment : look.segments(reference, walk).toArray()) {
      KeyDigests part = look.digests(segment);
      if (part == null) {
        return Optional.empty();
      }
      parts.add(part);
    }
    return Optional.ofNullable(embedded).map(index -> index.tablesOver(parts));
  }

  private SortedSet<ContentKey> lost(ReferenceRow reference, int head) {
    SortedSet<ContentKey> lost = new TreeSet<>();
    KeyDigests embedded = graph.head(head);
    if (embedded == null) {
      return lost;
    }
    look.lostIn(head).forEach(key -> lost.add(key.key()));
    for (int segment : look.segments(reference, walk).toArray()) {
      for (LostKey key : look.lostIn(segment)) {
        if (!embedded.covers(key.digest())) {
          lost.add(key.key());
        }
      }
    }
    return lost;
  }
}
