package org.nessiebackup.segment;

import java.util.Arrays;

/**
 * Hashes of keys, eight bytes each. Sorted, because a list from a vault may have been made so that
 * a hash table of it is slow.
 */
public final class KeySet {
  /** More than these are not distinguished by {@link #repeated}. */
  static final int MOST_REPEATED = 1000;

  /** None. */
  public static final KeySet EMPTY = new KeySet(new long[0]);

  private final long[] sorted;

  private KeySet(long[] sorted) {
    this.sorted = sorted;
  }

  /** How many, those that occur several times counted as often. */
  public int size() {
    return sorted.length;
  }

  /** Whether it is one of them. */
  public boolean contains(long key) {
    return indexOf(key) >= 0;
  }

  /** Its index, from 0; negative if it is none of them. */
  public int indexOf(long key) {
    return Arrays.binarySearch(sorted, key);
  }

  /** Whether none occurs twice. */
  public boolean distinct() {
    for (int i = 1; i < sorted.length; i++) {
      if (sorted[i] == sorted[i - 1]) {
        return false;
      }
    }
    return true;
  }

  /** Reports those that occur several times, each once, as long as there is room for them. */
  void repeated(Collector target) throws DamagedSegmentException {
    for (int i = 1; i < sorted.length && !target.isFull(); i++) {
      boolean first = i == 1 || sorted[i - 2] != sorted[i];
      if (sorted[i] == sorted[i - 1] && first) {
        target.add(sorted[i]);
      }
    }
  }

  /** Takes keys until the set is made. */
  public static final class Collector implements RowKey.Sink {
    private static final int BEGIN = 1024;

    private final int limit;
    private long[] keys = new long[BEGIN];
    private int size;

    /**
     * An empty one.
     *
     * @param limit how many it takes at most
     */
    public Collector(int limit) {
      this.limit = limit;
    }

    @Override
    public void accept(RowKey key) throws DamagedSegmentException {
      add(key.key());
    }

    /**
     * Adds a key.
     *
     * @throws DamagedSegmentException if that is one too many
     */
    public void add(long key) throws DamagedSegmentException {
      if (size == limit) {
        throw new DamagedSegmentException("there are more than " + limit + " keys");
      }
      if (size == keys.length) {
        keys = Arrays.copyOf(keys, (int) Math.min(limit, 2L * size));
      }
      keys[size++] = key;
    }

    boolean isFull() {
      return size == limit;
    }

    /** The set. */
    public KeySet set() {
      long[] sorted = Arrays.copyOf(keys, size);
      Arrays.sort(sorted);
      return new KeySet(sorted);
    }
  }
}
