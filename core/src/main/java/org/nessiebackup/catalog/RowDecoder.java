package org.nessiebackup.catalog;

import java.util.function.BooleanSupplier;
import org.nessiebackup.segment.RowListener;

/** Puts the fields of each row together, and hands those rows on that are wanted. */
final class RowDecoder implements RowListener {
  private final RowFields row;
  private final int lastDecisive;
  private final BooleanSupplier filter;
  private final Runnable use;
  private int place;
  private int filled;
  private boolean copying;
  private boolean decided;
  private boolean wanted;

  /**
   * For one stream.
   *
   * @param lastDecisive the place of the last column that the filter looks at
   * @param filter whether the row is wanted, of which the columns up to that one are known
   * @param use takes the row, if it is
   */
  RowDecoder(RowFields row, int lastDecisive, BooleanSupplier filter, Runnable use) {
    this.row = row;
    this.lastDecisive = lastDecisive;
    this.filter = filter;
    this.use = use;
  }

  @Override
  public void rowStarted() {
    row.clear();
    decided = false;
    wanted = true;
  }

  @Override
  public void fieldStarted(int index, int length) {
    if (index > lastDecisive && !decided) {
      decide();
    }
    place = index;
    filled = 0;
    copying = length >= 0 && wanted;
    if (copying) {
      row.begin(index, length);
    }
  }

  @Override
  public void fieldBytes(byte[] bytes, int offset, int length) {
    if (copying) {
      row.fill(place, filled, bytes, offset, length);
      filled += length;
    }
  }

  @Override
  public void rowEnded() {
    if (!decided) {
      decide();
    }
    if (wanted) {
      use.run();
    }
  }

  private void decide() {
    decided = true;
    wanted = filter.getAsBoolean();
  }
}
