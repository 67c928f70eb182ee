package org.nessiebackup.vault.rows;

import java.util.Arrays;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.segment.KeyHash;

/**
 * The keys of the objects of some tips, and which row is the last with each. Nothing else tells
 * rows of different keys apart, so all of a hash is compared. Memory: 24 bytes for each row.
 */
final class TipKeys {
  /** How many rows the tips of a backup may have together. */
  static final int MOST_ROWS = 4_000_000;

  /** The half of a long that a row's place takes. */
  private static final long PLACE = 0xFFFF_FFFFL;

  private final long[] high;
  private final long[] low;

  /** The first 32 bits of the hash of each row, and its place, in ascending order. */
  private final long[] sorted;

  private TipKeys(Collector collected) {
    this.high = collected.high;
    this.low = collected.low;
    this.sorted = new long[collected.size];
    for (int place = 0; place < sorted.length; place++) {
      sorted[place] = (high[place] & ~PLACE) | place;
    }
    Arrays.sort(sorted);
  }

  /** Whether any row has this key. */
  boolean contains(KeyHash key) {
    return last(key) >= 0;
  }

  /** The place of the last row that has it, from 0; negative if none has. */
  int last(KeyHash key) {
    // No place is that great, so it is not there, and what might be the key's is before it.
    int behind = -(Arrays.binarySearch(sorted, key.high() | PLACE) + 1);
    for (int i = behind - 1; i >= 0 && ((sorted[i] ^ key.high()) & ~PLACE) == 0; i--) {
      int place = (int) sorted[i];
      if (high[place] == key.high() && low[place] == key.low()) {
        return place;
      }
    }
    return -1;
  }

  /** Takes the keys of rows in their order. */
  static final class Collector {
    private long[] high = new long[1024];
    private long[] low = new long[1024];
    private int size;

    /** The next one. */
    void add(KeyHash key) {
      if (size == MOST_ROWS) {
        throw tooMany();
      }
      if (size == high.length) {
        int length = Math.min(MOST_ROWS, 2 * size);
        high = Arrays.copyOf(high, length);
        low = Arrays.copyOf(low, length);
      }
      high[size] = key.high();
      low[size++] = key.low();
    }

    private static BackupException tooMany() {
      return Failure.FORMAT_UNSUPPORTED.exception(
          "the tips of one backup have more than %,d objects".formatted(MOST_ROWS),
          "Restore a backup, or an earlier tip; take backups more often.");
    }

    TipKeys keys() {
      return new TipKeys(this);
    }
  }
}
