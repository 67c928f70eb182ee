package org.nessiebackup.integrity;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.nessiebackup.catalog.IdTable;
import org.nessiebackup.integrity.GraphReport.Finding.Kind;
import org.nessiebackup.nessie.ContentKey;
import org.nessiebackup.nessie.EncodedIndex;
import org.nessiebackup.nessie.IndexCursor;
import org.nessiebackup.nessie.IndexEntry;
import org.nessiebackup.nessie.NessieObject;
import org.nessiebackup.nessie.NessieObject.Commit;
import org.nessiebackup.nessie.NessieObject.Index;
import org.nessiebackup.nessie.NessieObject.IndexSegments;
import org.nessiebackup.nessie.ObjectDecoder;
import org.nessiebackup.nessie.ObjectId;
import org.nessiebackup.nessie.ObjectRow;
import org.nessiebackup.nessie.ObjectType;
import org.nessiebackup.nessie.ReferenceRow;

/**
 * Reads some rows of a Nessie repository a second time: those parts of indexes that heads of
 * references have beside them, to count keys; and if anything is damaged, all commits and indexes,
 * for who points to it, from which key. Rows come from several threads.
 */
final class DamageTracer {
  private static final int BAD = State.DANGLING | State.UNREADABLE | State.CORRUPT;

  /** So many damaged objects are traced; a catalog with more is beyond words. */
  private static final int TRACED = 10_000;

  /** So many keys of one index are held. */
  private static final int KEYS = 1_000;

  private final RepositoryGraph graph;
  private final IdTable ids;
  private final boolean damaged;
  private final BitSet headSegments = new BitSet();
  private final BitSet logSegments = new BitSet();
  private final Map<Integer, KeyFingerprints> digests = new ConcurrentHashMap<>();
  private final Map<Integer, List<LostKey>> lost = new ConcurrentHashMap<>();
  private final Map<Integer, Trace> traces = new ConcurrentHashMap<>();

  /**
   * A key whose content is damaged.
   *
   * @param digest the key's
   */
  record LostKey(ContentKey key, long digest) {}

  DamageTracer(RepositoryGraph graph) {
    this.graph = graph;
    this.ids = graph.ids();
    this.damaged = IntStream.range(0, ids.limit()).anyMatch(this::isBad);
    for (ReferenceRow reference : graph.references()) {
      boolean log = reference.name().equals(RepositoryGraph.LOG);
      segments(reference).forEach((log ? logSegments : headSegments)::set);
    }
  }

  private boolean isBad(int number) {
    return ids.isTaken(number) && State.is(ids.state(number), BAD);
  }

  /** Which parts of indexes the head of a reference has beside it. */
  IntStream segments(ReferenceRow reference) {
    if (reference.pointer().equals(ObjectId.EMPTY)) {
      return IntStream.empty();
    }
    int commit = ids.intern(reference.pointer(), Role.NONE);
    if (!graph.commits().contains(commit)) {
      return IntStream.empty();
    }
    return IntStream.of(graph.commits().indexes().get(graph.commits().index(commit)))
        .flatMap(
            index ->
                State.is(ids.state(index), ObjectType.INDEX_SEGMENTS)
                    ? IntStream.of(graph.commits().parts(index))
                    : IntStream.of(index));
  }

  boolean isNeeded() {
    return damaged || !headSegments.isEmpty() || !logSegments.isEmpty();
  }

  boolean damaged() {
    return damaged;
  }

  boolean wants(ObjectId id, String type) {
    boolean indexType = type.equals(ObjectType.INDEX.shortName());
    if (damaged) {
      return indexType
          || type.equals(ObjectType.COMMIT.shortName())
          || type.equals(ObjectType.INDEX_SEGMENTS.shortName());
    }
    int number = indexType ? ids.intern(id, Role.NONE) : 0;
    return indexType && (headSegments.get(number) || logSegments.get(number));
  }

  void trace(ObjectRow row) {
    int number = ids.intern(row.id(), Role.NONE);
    NessieObject object = ObjectDecoder.decode(row);
    if (object instanceof Commit commit) {
      trace(number, commit);
    } else if (object instanceof Index index) {
      trace(number, index.index());
    } else if (object instanceof IndexSegments segments) {
      segments.stripes().forEach(stripe -> trace(stripe.segment(), number, Link.INDEX));
    }
  }

  private void trace(int number, EncodedIndex index) {
    if (headSegments.get(number) || logSegments.get(number)) {
      digests.put(number, KeyFingerprints.of(index));
    }
    if (logSegments.get(number)) {
      graph.addToLog(index);
    }
    if (damaged) {
      entries(number, index, headSegments.get(number));
    }
  }

  private void trace(int number, Commit commit) {
    if (!commit.parent().equals(ObjectId.EMPTY)) {
      trace(commit.parent(), number, Link.PARENT);
    }
    commit.secondaryParents().forEach(merged -> trace(merged, number, Link.MERGED));
    commit.referenceIndex().ifPresent(index -> trace(index, number, Link.INDEX));
    commit.stripes().forEach(stripe -> trace(stripe.segment(), number, Link.INDEX));
    entries(number, commit.index(), graph.head(number) != null);
  }

  private void entries(int number, EncodedIndex index, boolean ofHead) {
    IndexCursor cursor = index.cursor();
    while (EncodedIndex.advance(cursor)) {
      if (cursor.action().present() && cursor.idLength() > 0) {
        int value = ids.intern(cursor.array(), cursor.idOffset(), cursor.idLength(), Role.NONE);
        if (State.is(ids.state(value), BAD)) {
          IndexEntry entry = cursor.entry();
          Link link = entry.isContent() ? Link.CONTENT : Link.INTERNAL;
          trace(value, number, link, entry);
          if (ofHead && entry.isContent()) {
            // One row is looked at by one thread, and nobody else reads it before all are done.
            List<LostKey> keys = lost.computeIfAbsent(number, absent -> new ArrayList<>());
            if (keys.size() < KEYS) {
              keys.add(new LostKey(entry.key(), cursor.keyDigest()));
            }
          }
        }
      }
    }
  }

  private void trace(ObjectId target, int from, Link link) {
    int number = ids.intern(target, Role.NONE);
    if (State.is(ids.state(number), BAD)) {
      trace(number, from, link, null);
    }
  }

  private void trace(int target, int from, Link link, IndexEntry entry) {
    if (!State.is(ids.state(from), State.REACHED)) {
      return;
    }
    if (traces.size() < TRACED || traces.containsKey(target)) {
      traces.computeIfAbsent(target, absent -> new Trace()).add(from, link, entry);
    }
  }

  /** Who points to a damaged object; null if nobody does who counts. */
  Trace trace(int number) {
    return traces.get(number);
  }

  KeyFingerprints digests(int segment) {
    return digests.get(segment);
  }

  Collection<LostKey> lostIn(int index) {
    return lost.getOrDefault(index, List.of());
  }

  /** How one object points to another. */
  enum Link {
    PARENT(Kind.PARENT_MISSING, "commit"),
    MERGED(Kind.MERGED_COMMIT_MISSING, "commit"),
    INDEX(Kind.INDEX_MISSING, "the index"),
    CONTENT(Kind.CONTENT_MISSING, "the content"),
    INTERNAL(Kind.RECORD_MISSING, "the record");

    /** What it is that the other object is not there. */
    final Kind missing;

    /** What the other object is. */
    final String word;

    Link(Kind missing, String word) {
      this.missing = missing;
      this.word = word;
    }
  }

  /** Who points to one damaged object. */
  static final class Trace {
    private Link link;
    private String key = "";
    private int example;
    private int author = -1;
    private long count;

    private synchronized void add(int from, Link by, IndexEntry entry) {
      // What breaks a history comes before what was merged into one.
      if (link == null || by.compareTo(link) < 0) {
        link = by;
        example = from;
      }
      if (entry != null) {
        key = entry.key().toString();
        if (entry.action().ofThisCommit()) {
          author = from;
        }
      }
      count++;
    }

    Link link() {
      return link;
    }

    /** The key that leads there; empty if it is none. */
    String key() {
      return key;
    }

    /** One of those who point there: the commit that put it, if that is known. */
    int example() {
      return author >= 0 ? author : example;
    }

    /** How many point there. */
    long count() {
      return count;
    }
  }
}
