package org.nessiebackup.integrity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nessiebackup.nessie.Action;
import org.nessiebackup.nessie.EncodedIndex;
import org.nessiebackup.nessie.IndexCursor;
import org.nessiebackup.nessie.IndexEntry;
import org.nessiebackup.nessie.Slice;
import org.nessiebackup.nessie.UndecodableException;

/**
 * Reads an index whole, of which most may be the same as in another one: every commit repeats the
 * keys of its parent. Entries that are the same bytes behind the same key are the same entries, so
 * they are compared only, at the speed of memory.
 */
final class IndexReader {
  private static final int MORE = 16;

  private final Slice bytes;
  private final IndexCursor cursor;
  private int[] starts;
  private int[] kept;
  private int count;

  private final KnownIndex known;
  private final IndexCursor knownCursor;
  private int knownRead = -1;
  private int knownNext;

  /**
   * Whether all entries so far begin where those of the other index do, whose arrays then serve.
   */
  private boolean sameLayout = true;

  private final List<IndexEntry> operations = new ArrayList<>(1);
  private int[] operationPlaces = new int[1];
  private final PointedIds values = new PointedIds();

  private IndexReader(Slice bytes, KnownIndex known) throws UndecodableException {
    this.bytes = bytes;
    this.cursor = new IndexCursor(bytes);
    this.known = known;
    this.knownCursor = known.cursor();
    this.starts = known.starts();
    this.kept = known.kept();
  }

  /**
   * Reads.
   *
   * @param bytes kept, so not to be changed
   * @param known another index, in which most entries may be the same
   * @throws UndecodableException if it is no index
   */
  static IndexReader of(Slice bytes, KnownIndex known) throws UndecodableException {
    IndexReader reading = new IndexReader(bytes, known);
    reading.read();
    return reading;
  }

  private void read() throws UndecodableException {
    boolean sameKey = true;
    while (true) {
      if (sameKey) {
        passSame();
      }
      if (!cursor.next()) {
        break;
      }
      place(cursor.start(), cursor.kept());
      sameKey = findKey();
      take(sameKey && isSameValue());
    }
    cursor.requireAnnounced(count);
    place(cursor.position(), 0);
    count--;
  }

  /** Passes over entries that are the same, after a key that is the same. */
  private void passSame() {
    int until = known.sameUntil(knownNext, bytes, cursor.position());
    int passed = until - knownNext;
    if (passed == 0) {
      return;
    }
    int distance = cursor.position() - known.start(knownNext);
    if (sameLayout && (distance != 0 || count != knownNext)) {
      leaveLayout();
    }
    if (!sameLayout) {
      reserve(count + passed);
      known.copy(knownNext, until, distance, starts, kept, count);
    }
    count += passed;
    knownNext = until;
    int next = known.start(until) + distance;
    if (next < bytes.length()) {
      readKnown(until - 1);
    }
    cursor.moveTo(next, knownCursor);
  }

  /** Takes down where an entry begins, or the end. */
  private void place(int start, int keeps) {
    if (sameLayout && count <= known.entries() && starts[count] == start && kept[count] == keeps) {
      count++;
      return;
    }
    leaveLayout();
    reserve(count + 1);
    starts[count] = start;
    kept[count] = keeps;
    count++;
  }

  private void leaveLayout() {
    if (sameLayout) {
      sameLayout = false;
      starts = Arrays.copyOf(starts, known.entries() + MORE);
      kept = Arrays.copyOf(kept, starts.length);
    }
  }

  private void reserve(int entries) {
    if (entries > starts.length) {
      int larger = Math.max(entries, starts.length + starts.length / 2);
      starts = Arrays.copyOf(starts, larger);
      kept = Arrays.copyOf(kept, larger);
    }
  }

  /** Looks for the cursor's key in the other index, behind those that it was found behind. */
  private boolean findKey() {
    while (knownNext < known.entries()) {
      readKnown(knownNext);
      int order = cursor.compareKey(knownCursor);
      if (order < 0) {
        return false;
      }
      knownNext++;
      if (order == 0) {
        return true;
      }
    }
    return false;
  }

  private void readKnown(int entry) {
    if (entry != knownRead) {
      known.read(knownCursor, knownRead, entry);
      knownRead = entry;
    }
  }

  private boolean isSameValue() {
    return knownCursor.action().present() && cursor.hasValueOf(knownCursor);
  }

  /** Takes note of the entry, of whose value the other index may have had the same. */
  private void take(boolean known) {
    Action action = cursor.action();
    boolean own = action.ofThisCommit();
    if (own) {
      if (operations.size() == operationPlaces.length) {
        operationPlaces = Arrays.copyOf(operationPlaces, 2 * operationPlaces.length);
      }
      operationPlaces[operations.size()] = count - 1;
      operations.add(cursor.entry());
    }
    if (action.present() && cursor.idLength() > 0 && (own || !known)) {
      int roles = cursor.isContent() ? Role.CONTENT : Role.INTERNAL;
      values.add(cursor.idOffset(), cursor.idLength(), own ? roles | Role.ADDED : roles);
    }
  }

  /** The index. */
  EncodedIndex index() {
    return new EncodedIndex(bytes, count);
  }

  /** What the commit itself did, in the order of keys. */
  List<IndexEntry> operations() {
    return operations;
  }

  /**
   * The values, without those that the other index has as well. What the commit itself has put is
   * among them in any case.
   */
  PointedIds values() {
    return values;
  }

  /** The same, for reading further ones by comparison. */
  KnownIndex known() {
    return new KnownIndex(
        bytes, count, starts, kept, Arrays.copyOf(operationPlaces, operations.size()));
  }
}
