package org.nessiebackup.integrity;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nessiebackup.catalog.CatalogSource;
import org.nessiebackup.integrity.RepositoryGraph.HashMismatch;
import org.nessiebackup.nessie.Action;
import org.nessiebackup.nessie.IndexEntry;
import org.nessiebackup.nessie.NessieObject.Commit;
import org.nessiebackup.nessie.ObjectDecoder;
import org.nessiebackup.nessie.ObjectId;
import org.nessiebackup.nessie.ObjectIds;
import org.nessiebackup.nessie.ObjectRow;
import org.nessiebackup.nessie.ParsedCommit;
import org.nessiebackup.nessie.ParsedObject;
import org.nessiebackup.nessie.UndecodableException;

/**
 * Decides of commits whose id is not the hash of what is known of them, whether that is damage. It
 * is not if the commit was imported, since an import keeps ids and not all that they were made of;
 * if it has many operations, whose order is not kept; or if it removed a key and put it again, of
 * which only the latter is kept: then the key's former entry, in the parent, makes the id come out.
 */
final class HashMismatches {
  private static final int LOOKED_UP = 2_000;

  private final ObjectIds ids = new ObjectIds();
  private final RepositoryGraph graph;
  private final CatalogSource source;
  private long imported;
  private long unknown;

  HashMismatches(RepositoryGraph graph, CatalogSource source) {
    this.graph = graph;
    this.source = source;
  }

  /** Marks those that are corrupt. */
  void classify() {
    Set<Integer> doubtful = new HashSet<>();
    for (Map.Entry<Integer, HashMismatch> entry : graph.mismatches().entrySet()) {
      if (entry.getValue().createdMicros() < graph.birthMicros()
          && graph.birthMicros() != Long.MAX_VALUE) {
        imported++;
      } else if (!ObjectIds.canBeTried(entry.getValue().operations())
          || doubtful.size() == LOOKED_UP) {
        unknown++;
      } else {
        doubtful.add(entry.getKey());
      }
    }
    if (!doubtful.isEmpty()) {
      classify(doubtful);
    }
  }

  private void classify(Set<Integer> doubtful) {
    Map<ObjectId, Integer> numbers = new HashMap<>();
    doubtful.forEach(number -> numbers.put(graph.ids().id(number), number));
    Map<ObjectId, Optional<ParentIndex>> parents = new HashMap<>();
    Map<ObjectId, ObjectRow> rows = source.find(graph.name(), numbers.keySet());
    Map<ObjectId, Known> commits = new HashMap<>();
    rows.forEach((id, row) -> Known.of(row).ifPresent(commit -> commits.put(id, commit)));
    Set<ObjectId> wanted = new HashSet<>();
    commits.values().forEach(known -> wanted.add(known.commit().parent()));
    wanted.remove(ObjectId.EMPTY);
    source
        .find(graph.name(), wanted)
        .forEach((id, row) -> parents.put(id, Known.of(row).map(ParentIndex::of)));
    parents.put(ObjectId.EMPTY, Optional.of(new ParentIndex(Map.of(), true)));
    commits.forEach(
        (id, known) ->
            classify(
                numbers.get(id),
                known,
                parents.getOrDefault(known.commit().parent(), Optional.empty())));
  }

  private void classify(int number, Known known, Optional<ParentIndex> parent) {
    if (parent.isEmpty()) {
      unknown++;
      return;
    }
    List<IndexEntry> operations = known.operations();
    List<IndexEntry> all = new ArrayList<>(operations);
    for (IndexEntry put : operations) {
      IndexEntry before = parent.get().entries().get(put.storedKey());
      if (put.action().present() && before != null && before.action().present()) {
        all.add(removal(before));
      }
    }
    if (all.size() > operations.size() && ids.verifyHash(known.stored(), all)) {
      return;
    }
    if (parent.get().whole() && ObjectIds.canBeTried(all.size())) {
      graph.ids().set(number, State.CORRUPT);
    } else {
      unknown++;
    }
  }

  private static IndexEntry removal(IndexEntry entry) {
    return new IndexEntry(
        entry.storedKey(), Action.REMOVE, entry.payload(), entry.value(), entry.contentId());
  }

  /** Commits that are older than the Nessie repository. */
  long imported() {
    return imported;
  }

  /** Commits of which too little is kept. */
  long unknown() {
    return unknown;
  }

  /** A commit that can be read; those that cannot were found when all rows were read. */
  private record Known(ParsedCommit stored, Commit commit) {
    static Optional<Known> of(ObjectRow row) {
      try {
        return ParsedObject.of(row) instanceof ParsedCommit stored
            ? Optional.of(new Known(stored, ObjectDecoder.decode(stored)))
            : Optional.empty();
      } catch (UndecodableException unreadable) {
        return Optional.empty();
      }
    }

    List<IndexEntry> operations() {
      return commit.index().operations();
    }
  }

  /**
   * What a parent says of keys.
   *
   * @param whole whether it says so of all of them
   */
  private record ParentIndex(Map<String, IndexEntry> entries, boolean whole) {
    static ParentIndex of(Known known) {
      Map<String, IndexEntry> entries = new HashMap<>();
      known.commit().index().forEach(entry -> entries.put(entry.storedKey(), entry));
      boolean whole =
          known.commit().referenceIndex().isEmpty() && known.commit().stripes().isEmpty();
      return new ParentIndex(entries, whole);
    }
  }
}
