package org.nessiebackup.tip;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import org.nessiebackup.Failure;
import org.nessiebackup.catalog.NessieRows;
import org.nessiebackup.catalog.ObjectFilter;
import org.nessiebackup.nessie.ObjectId;
import org.nessiebackup.nessie.ObjectPointers;
import org.nessiebackup.nessie.ObjectRow;
import org.nessiebackup.nessie.StoreType;
import org.nessiebackup.nessie.UndecodableException;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.segment.CopyBinaryScanner;
import org.nessiebackup.segment.KeyHash;
import org.nessiebackup.tables.MarkedRows;
import org.nessiebackup.tip.PollReport.Reason;

/**
 * Walks from what has moved to all that is new behind it. It goes no further than to rows that the
 * backup has, as their transactions tell, or that are known: all that these lead to is there too,
 * since Nessie stores an object before it stores what points to it.
 */
final class ObjectWalk {
  /** Keeps a statement under some ten kilobytes, and is more than a commit most often has. */
  private static final int IDS_AT_ONCE = 500;

  private final KnownObjects known;
  private final TipOptions.Limits limits;
  private final Sink sink;
  private final Map<String, Queue<ObjectId>> queues = new LinkedHashMap<>();
  private final Map<String, Set<ObjectId>> named = new HashMap<>();
  private final Set<KeyHash> met = new HashSet<>();
  private final Set<KeyHash> needed = new HashSet<>();
  private final Set<KeyHash> whole = new HashSet<>();
  private final Set<KeyHash> absent = new HashSet<>();
  private final List<KeyHash> stored = new ArrayList<>();
  private final List<KeyHash> old = new ArrayList<>();
  private Optional<Reason> obstacle = Optional.empty();

  /** Takes the tuples of what is new. */
  interface Sink {
    /** The next one. */
    void add(byte[] tuple);

    /** Whether it can take no more. */
    boolean isFull();
  }

  /** Begins nowhere. */
  ObjectWalk(KnownObjects known, TipOptions.Limits limits, Sink sink) {
    this.known = known;
    this.limits = limits;
    this.sink = sink;
  }

  /** An object that must be there. */
  void need(String repository, ObjectId id) {
    KeyHash key = key(repository, id);
    if (!id.equals(ObjectId.EMPTY) && !known.contains(key)) {
      needed.add(key);
      meet(repository, id, key);
      stopIf(absent.contains(key), Reason.OBJECT_MISSING);
    }
  }

  /** An object that may be gone. */
  void take(String repository, ObjectId id) {
    // Each commit names a score of ancestors, nearly all of which the one before has named as well.
    if (named.computeIfAbsent(repository, name -> new HashSet<>()).add(id)) {
      KeyHash key = key(repository, id);
      if (!id.equals(ObjectId.EMPTY) && !known.contains(key)) {
        meet(repository, id, key);
      }
    }
  }

  private void meet(String repository, ObjectId id, KeyHash key) {
    if (met.add(key)) {
      queues.computeIfAbsent(repository, name -> new ArrayDeque<>()).add(id);
      stopIf(met.size() > limits.lookups(), Reason.TOO_MUCH_NEW);
    }
  }

  private static KeyHash key(String repository, ObjectId id) {
    return KeyHash.of(repository.getBytes(StandardCharsets.UTF_8), id.array());
  }

  /** Ends the walk, for the first reason there is. */
  void stopIf(boolean condition, Reason reason) {
    if (condition && obstacle.isEmpty()) {
      obstacle = Optional.of(reason);
    }
  }

  /**
   * Walks on until nothing is left to look for.
   *
   * @param session in a transaction that sees one moment, that of what has moved
   * @return why it had to end before; absent if all is known that is needed
   */
  Optional<Reason> run(Session session, MarkedRows rows) throws IOException {
    while (obstacle.isEmpty() && !queues.isEmpty()) {
      String repository = queues.keySet().iterator().next();
      Queue<ObjectId> queue = queues.get(repository);
      List<ObjectId> batch = new ArrayList<>();
      while (batch.size() < IDS_AT_ONCE && !queue.isEmpty()) {
        batch.add(queue.remove());
      }
      if (queue.isEmpty()) {
        queues.remove(repository);
      }
      fetch(session, rows, repository, batch);
    }
    return obstacle;
  }

  private void fetch(Session session, MarkedRows rows, String repository, List<ObjectId> batch)
      throws IOException {
    Set<ObjectId> missing = new HashSet<>(batch);
    int fields = rows.shape().columns().size();
    MarkedTuple tuple =
        new MarkedTuple(
            fields,
            marked ->
                NessieRows.objects(
                    rows.shape(),
                    ObjectFilter.ALL,
                    row -> {
                      missing.remove(row.id());
                      found(marked, row);
                    }));
    CopyBinaryScanner scanner = new CopyBinaryScanner(fields + 1, tuple);
    rows.read(
        session,
        StoreType.JDBC2.objectColumns().subList(0, 2),
        repository,
        batch.stream().map(ObjectId::bytes).toList(),
        scanner::accept);
    scanner.finish();
    for (ObjectId id : missing) {
      KeyHash key = key(repository, id);
      absent.add(key);
      stopIf(needed.contains(key), Reason.OBJECT_MISSING);
    }
  }

  private void found(MarkedTuple tuple, ObjectRow row) {
    KeyHash key = key(row.repository(), row.id());
    switch (tuple.mark()) {
      case MarkedRows.OLD -> old.add(key);
      case MarkedRows.NEW -> {
        stored.add(key);
        stopIf(stored.size() > limits.objects(), Reason.TOO_MUCH_NEW);
        if (obstacle.isEmpty()) {
          sink.add(tuple.tuple());
          stopIf(sink.isFull(), Reason.TOO_MUCH_NEW);
          follow(row, whole.contains(key));
        }
      }
      case MarkedRows.LARGE -> stopIf(true, Reason.TOO_MUCH_NEW);
      default ->
          throw Failure.DATABASE.exception(
              "the server's answer for objects has mark " + tuple.mark());
    }
  }

  private void follow(ObjectRow row, boolean wholeIndex) {
    try {
      ObjectPointers pointers = ObjectPointers.of(row, wholeIndex);
      pointers.wholeIndexes().forEach(id -> whole.add(key(row.repository(), id)));
      pointers.needed().forEach(id -> need(row.repository(), id));
      pointers.possible().forEach(id -> take(row.repository(), id));
    } catch (UndecodableException e) {
      stopIf(true, Reason.OBJECT_UNREADABLE);
    }
  }

  /** What was passed on. */
  List<KeyHash> stored() {
    return stored;
  }

  /** What the backup has. */
  List<KeyHash> old() {
    return old;
  }
}
