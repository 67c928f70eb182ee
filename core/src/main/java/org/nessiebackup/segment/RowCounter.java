package org.nessiebackup.segment;

import java.io.IOException;
import org.nessiebackup.ByteSink;

/** Counts and digests the rows of a COPY binary stream that arrives in pieces. */
public final class RowCounter implements ByteSink {
  private final RowHasher hasher;
  private final CopyBinaryScanner scanner;

  /** For rows with that many fields. */
  public RowCounter(int fields) {
    this(fields, new RowHasher());
  }

  private RowCounter(int fields, RowHasher hasher) {
    this.hasher = hasher;
    this.scanner = new CopyBinaryScanner(fields, hasher);
  }

  /** The same, and reports the keys of the rows, which are their first fields. */
  public static RowCounter ofKeys(int fields, int keyFields, RowKey.Sink keys) {
    return new RowCounter(fields, new RowHasher(keyFields, keys));
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
