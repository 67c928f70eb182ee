package org.nessiebackup.nessie;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads an index whole, of which most may be the same as in another one: every commit repeats the
 * keys of its parent. Entries that are the same bytes behind the same key are the same entries, so
 * they are compared only, at the speed of memory.
 */
final class IndexReading {
  private static final int SMALLEST = 16;

  private final Slice bytes;
  private final IndexCursor cursor;
  private int[] starts;
  private int[] kept;
  private int count;

  private final KnownIndex known;
  private final IndexCursor knownCursor;
  private int knownRead = -1;
  private int knownNext;

  private final List<IndexEntry> operations = new ArrayList<>();
  private int[] operationPlaces = new int[1];
  private final PointedIds values = new PointedIds();

  private IndexReading(Slice bytes, KnownIndex known) throws UndecodableException {
    this.bytes = bytes;
    this.cursor = new IndexCursor(bytes);
    this.known = known;
    this.knownCursor = known.cursor();
    this.starts = new int[known.entries() + SMALLEST];
    this.kept = new int[starts.length];
  }

  /**
   * Reads.
   *
   * @param bytes kept, so not to be changed
   * @param known another index, in which most entries may be the same
   * @throws UndecodableException if it is no index
   */
  static IndexReading of(Slice bytes, KnownIndex known) throws UndecodableException {
    IndexReading reading = new IndexReading(bytes, known);
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
      take();
      sameKey = findKey();
    }
    reserve();
    starts[count] = bytes.to();
    cursor.requireAnnounced(count);
  }

  /** Passes over entries that are the same, after a key that is the same. */
  private void passSame() {
    int until = known.sameUntil(knownNext, bytes, cursor.position());
    int passed = until - knownNext;
    if (passed == 0) {
      return;
    }
    int distance = cursor.position() - known.start(knownNext);
    int from = count;
    count += passed;
    reserve();
    known.copy(knownNext, until, distance, starts, kept, from);
    knownNext = until;
    int next = known.start(until) + distance;
    if (next < bytes.to()) {
      readKnown(until - 1);
    }
    cursor.moveTo(next, knownCursor);
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

  private void take() {
    count++;
    reserve();
    starts[count - 1] = cursor.start();
    kept[count - 1] = cursor.kept();
    Action action = cursor.action();
    if (action.ofThisCommit()) {
      if (operations.size() == operationPlaces.length) {
        operationPlaces = Arrays.copyOf(operationPlaces, 2 * operationPlaces.length);
      }
      operationPlaces[operations.size()] = count - 1;
      operations.add(cursor.entry());
    }
    if (action.present() && cursor.idLength() > 0) {
      int roles = cursor.isContent() ? Role.CONTENT : Role.BOOK;
      int added = action.ofThisCommit() ? Role.ADDED : Role.NONE;
      values.add(cursor.idOffset(), cursor.idLength(), roles | added);
    }
  }

  /** Makes room for what has been counted, and the end. */
  private void reserve() {
    if (count >= starts.length) {
      int larger = Math.max(count + 1, starts.length + starts.length / 2);
      starts = Arrays.copyOf(starts, larger);
      kept = Arrays.copyOf(kept, larger);
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

  /** The values, without those of entries that are the same in the other index. */
  PointedIds values() {
    return values;
  }

  /** The same, for reading further ones by comparison. */
  KnownIndex known() {
    return new KnownIndex(
        bytes, count, starts, kept, Arrays.copyOf(operationPlaces, operations.size()));
  }
}
