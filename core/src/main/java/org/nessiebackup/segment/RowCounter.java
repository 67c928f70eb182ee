package org.nessiebackup.segment;

import java.io.IOException;
import org.nessiebackup.ByteSink;

/** Counts and digests the rows of a COPY binary stream that arrives in pieces. */
public final class RowCounter implements ByteSink {
  private final RowHasher hasher = new RowHasher();
  private final CopyBinaryScanner scanner;

  /** For rows with that many fields. */
  public RowCounter(int fields) {
    scanner = new CopyBinaryScanner(fields, hasher);
  }

  @Override
  public void accept(byte[] bytes, int offset, int length) throws IOException {
    scanner.accept(bytes, offset, length);
  }

  /**
   * The rows, after the last piece.
   *
   * @throws DamagedSegmentException if the stream was not complete
   */
  public RowCount finish() throws IOException {
    scanner.finish();
    return new RowCount(scanner.rows(), hasher.sum());
  }
}
