package org.nessiebackup.vault.rows;

import java.util.Arrays;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.segment.RowKey;

/**
 * The keys of the objects of some tips, and which row is the last with each. Memory: twelve bytes
 * for each row.
 */
final class TipKeys {
  /** How many rows the tips of a backup may have together. */
  static final int MOST_ROWS = 4_000_000;

  private final long[] keys;
  private final int[] last;

  private TipKeys(long[] keys, int[] last) {
    this.keys = keys;
    this.last = last;
  }

  /** Whether any row has this key. */
  boolean contains(long key) {
    return Arrays.binarySearch(keys, key) >= 0;
  }

  /** The place of the last row that has it, from 0. */
  int last(long key) {
    return last[Arrays.binarySearch(keys, key)];
  }

  /** Takes the keys of rows in their order. */
  static final class Collector implements RowKey.Sink {
    private long[] inOrder = new long[1024];
    private int size;

    @Override
    public void accept(RowKey row) {
      if (size == MOST_ROWS) {
        throw tooMany();
      }
      if (size == inOrder.length) {
        inOrder = Arrays.copyOf(inOrder, Math.min(MOST_ROWS, 2 * size));
      }
      inOrder[size++] = row.key();
    }

    private static BackupException tooMany() {
      return Failure.FORMAT_UNSUPPORTED.exception(
          "the tips of one backup have more than %,d objects".formatted(MOST_ROWS),
          "Restore a backup, or an earlier tip; take backups more often.");
    }

    TipKeys keys() {
      long[] sorted = Arrays.copyOf(inOrder, size);
      Arrays.sort(sorted);
      int distinct = 0;
      for (int i = 0; i < size; i++) {
        if (i == 0 || sorted[i] != sorted[i - 1]) {
          sorted[distinct++] = sorted[i];
        }
      }
      TipKeys found = new TipKeys(Arrays.copyOf(sorted, distinct), new int[distinct]);
      for (int i = 0; i < size; i++) {
        found.last[Arrays.binarySearch(found.keys, inOrder[i])] = i;
      }
      return found;
    }
  }
}
