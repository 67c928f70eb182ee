package org.nessiebackup.integrity;

import java.util.Arrays;
import org.nessiebackup.nessie.IndexCursor;
import org.nessiebackup.nessie.Slice;
import org.nessiebackup.nessie.UndecodableException;

/**
 * An index that has been read, and where its entries are, so that another one can be read by
 * comparison. Not to be changed.
 *
 * @param entries how many there are
 * @param starts how many bytes are before each, and behind them the length of the index
 * @param kept how many bytes the key of each has of the one before; 0 behind them
 * @param operations which of them are what a commit did itself, in ascending order
 */
@SuppressWarnings("ArrayRecordComponent") // Passed on, never compared.
record KnownIndex(Slice bytes, int entries, int[] starts, int[] kept, int[] operations) {
  /** One without entries, with which nothing compares. */
  static final KnownIndex NONE =
      new KnownIndex(Slice.of(new byte[] {1}), 0, new int[] {1}, new int[] {0}, new int[] {});

  int start(int entry) {
    return starts[entry];
  }

  /** Copies where some entries begin, which lie elsewhere in another index. */
  void copy(int from, int to, int distance, int[] otherStarts, int[] otherKept, int at) {
    System.arraycopy(kept, from, otherKept, at, to - from);
    for (int entry = from; entry < to; entry++) {
      otherStarts[at + entry - from] = starts[entry] + distance;
    }
  }

  /** The bytes and what is behind them. */
  byte[] array() {
    return bytes.array();
  }

  /** About how much memory it takes. */
  int size() {
    return bytes.array().length + 2 * Integer.BYTES * starts.length;
  }

  /**
   * How many bytes are the same from the first entry on.
   *
   * @param other another index
   * @param at where in it the first entry begins
   */
  int sameAtBegin(Slice other, int at) {
    return bytes.sameFrom(starts[0], other, at);
  }

  /**
   * Behind the last of those entries from one on that are the same bytes in another index, and that
   * no commit did itself.
   *
   * @param other the other index
   * @param at where in it an entry begins, behind the same key
   */
  int sameUntil(int entry, Slice other, int at) {
    int start = starts[entry];
    int same = bytes.sameFrom(start, other, at);
    int found = Arrays.binarySearch(starts, entry, entries + 1, start + same);
    int until = found < 0 ? -found - 2 : found;
    int operation = Arrays.binarySearch(operations, entry);
    int next = operation < 0 ? -operation - 1 : operation;
    return next < operations.length ? Math.min(until, operations[next]) : until;
  }

  IndexCursor cursor() {
    try {
      return new IndexCursor(bytes);
    } catch (UndecodableException impossible) {
      throw new IllegalStateException("an index was read and is damaged", impossible);
    }
  }

  /**
   * Moves a cursor of this index.
   *
   * @param read which entry it has read, or -1
   * @param entry which it shall read, a later one
   */
  void read(IndexCursor cursor, int read, int entry) {
    try {
      if (entry > read + 1) {
        recallKey(cursor, read, entry);
        cursor.moveTo(starts[entry], kept[entry]);
      }
      cursor.next();
    } catch (UndecodableException impossible) {
      throw new IllegalStateException("an index was read and is damaged", impossible);
    }
  }

  /** What an entry keeps of the keys before it was written by those that keep less of them. */
  private void recallKey(IndexCursor cursor, int read, int entry) {
    int missing = kept[entry];
    for (int earlier = entry - 1; earlier > read && missing > 0; earlier--) {
      if (kept[earlier] < missing) {
        cursor.recall(keyStart(earlier), kept[earlier], missing);
        missing = kept[earlier];
      }
    }
  }

  private int keyStart(int entry) {
    int at = starts[entry];
    if (entry > 0) {
      // The number of bytes that are dropped, of which the last is not negative.
      while (bytes.get(at) < 0) {
        at++;
      }
      at++;
    }
    return at;
  }
}
