package org.nessiebackup.comparison;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.nessiebackup.segment.KeyHash;
import org.nessiebackup.segment.RowKey;

/**
 * The rows of a table in 65,536 parts by the hash of their key, each with a sum of what they are:
 * where two tables differ, it says in which part to look.
 */
final class KeyBuckets implements RowKey.Sink {
  private static final int COUNT = 1 << 16;
  private static final int SHIFT = Long.SIZE - 16;

  private final long[] sums = new long[COUNT];
  private final int[] rows = new int[COUNT];

  @Override
  public void accept(RowKey row) {
    int bucket = (int) (row.key() >>> SHIFT);
    sums[bucket] += row.row();
    rows[bucket]++;
  }

  static int of(KeyHash key) {
    return (int) (key.high() >>> SHIFT);
  }

  /** The parts that are not equal in both. */
  BitSet differing(KeyBuckets other) {
    BitSet differing = new BitSet(COUNT);
    for (int i = 0; i < COUNT; i++) {
      differing.set(i, sums[i] != other.sums[i] || rows[i] != other.rows[i]);
    }
    return differing;
  }

  /**
   * The first of some parts, as many as have no more rows than that on either side; one at least.
   */
  BitSet first(BitSet wanted, KeyBuckets other, int mostRows) {
    BitSet first = new BitSet(COUNT);
    long together = 0;
    for (int each : members(wanted)) {
      together += Math.max(rows[each], other.rows[each]);
      if (together > mostRows && !first.isEmpty()) {
        return first;
      }
      first.set(each);
    }
    return first;
  }

  private static List<Integer> members(BitSet set) {
    List<Integer> members = new ArrayList<>();
    set.stream().forEach(members::add);
    return members;
  }
}
