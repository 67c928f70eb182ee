package org.nessiebackup.vault.rows;

import java.io.IOException;
import java.util.Optional;
import org.nessiebackup.ByteSink;
import org.nessiebackup.segment.RowCount;
import org.nessiebackup.segment.RowFilter;

/** Takes all rows of a part of a backup, and passes those on that belong to the backup. */
public final class PartRows implements ByteSink {
  private final Optional<RowFilter> filter;
  private final ByteSink sink;

  PartRows(Optional<RowFilter> filter, ByteSink target) {
    this.filter = filter;
    this.sink = filter.<ByteSink>map(rows -> rows).orElse(target);
  }

  @Override
  public void accept(byte[] bytes, int offset, int length) throws IOException {
    sink.accept(bytes, offset, length);
  }

  /**
   * Ends the stream.
   *
   * @return the rows that were left out
   */
  public RowCount finish() throws IOException {
    return filter.isPresent() ? filter.get().finish() : RowCount.NONE;
  }
}
