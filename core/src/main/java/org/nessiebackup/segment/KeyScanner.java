package org.nessiebackup.segment;

import java.io.IOException;

/** Tells the hashes of keys that come as a COPY binary stream of nothing but the key's fields. */
public final class KeyScanner implements ByteSink {
  private final CopyBinaryScanner scanner;

  /** For keys of that many fields. */
  public KeyScanner(int fields, RowKey.Sink keys) {
    // The tail of such a row is that of no row of the table, and nobody looks at it.
    scanner = new CopyBinaryScanner(fields, new RowHasher(fields, keys));
  }

  @Override
  public void accept(byte[] bytes, int offset, int length) throws IOException {
    scanner.accept(bytes, offset, length);
  }

  /**
   * Ends the stream.
   *
   * @throws DamagedSegmentException if it was not complete
   */
  public void finish() throws DamagedSegmentException {
    scanner.finish();
  }
}
