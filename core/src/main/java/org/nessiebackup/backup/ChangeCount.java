package org.nessiebackup.backup;

import java.util.BitSet;
import org.nessiebackup.segment.KeySet;
import org.nessiebackup.segment.RowKey;

/**
 * Compares the keys of stored rows with those that the parent has. Equal hashes of different keys
 * would make a restore leave out a row; so each key may meet at most one of the parent's, and the
 * numbers have to add up exactly.
 */
final class ChangeCount implements RowKey.Sink {
  private final KeySet stored;
  private final BitSet met;
  private long before;
  private long replacedTail;
  private boolean metTwice;

  ChangeCount(KeySet stored) {
    this.stored = stored;
    this.met = new BitSet(stored.size());
  }

  /** The next of the parent's rows. */
  @Override
  public void accept(RowKey parents) {
    before++;
    int index = stored.indexOf(parents.key());
    if (index >= 0) {
      metTwice |= met.get(index);
      met.set(index);
      replacedTail += parents.row();
    }
  }

  /** How many stored rows the parent has in another or the same form. */
  long updated() {
    return met.cardinality();
  }

  /** The sum of the tails of these rows as the parent has them. */
  long replacedTail() {
    return replacedTail;
  }

  /** How many of the parent's rows are no more. */
  long deleted(long unchanged) {
    return before - unchanged - updated();
  }

  /** Whether the numbers are possible, and each key has met no more than one. */
  boolean plausible(long expectedBefore, long unchanged) {
    return !metTwice && stored.distinct() && before == expectedBefore && deleted(unchanged) >= 0;
  }
}
