package org.nessiebackup.catalog;

import org.nessiebackup.segment.RowListener;

/** Puts the fields of each row together, and hands those rows on that are wanted. */
final class RowDecoder implements RowListener {
  private final RowFields row;
  private final RowMapper use;
  private int place;
  private int filled;
  private boolean copying;
  private boolean decided;
  private boolean wanted;

  /** For one stream. */
  RowDecoder(RowFields row, RowMapper use) {
    this.row = row;
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
    if (index > use.lastDecisive() && !decided) {
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
      use.take(row);
    }
  }

  private void decide() {
    decided = true;
    wanted = use.wants(row);
  }
}
