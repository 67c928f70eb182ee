package org.nessiebackup.segment;

import java.io.IOException;
import org.nessiebackup.ByteSink;

/** Reports the hashes of the keys in a COPY binary stream, whose first fields they are. */
public final class KeyScanner implements ByteSink {
  private final CopyBinaryScanner scanner;

  /** For a stream of nothing but keys of that many fields. */
  public KeyScanner(int fields, RowKey.Sink keys) {
    // The tail of such a row is that of no row of the table, and nobody looks at it.
    this(fields, fields, keys);
  }

  private KeyScanner(int fields, int keyFields, RowKey.Sink keys) {
    scanner = new CopyBinaryScanner(fields, new RowHasher(keyFields, keys));
  }

  /** For a stream of rows of which the first fields are the key. */
  public static KeyScanner ofRows(int fields, int keyFields, RowKey.Sink keys) {
    return new KeyScanner(fields, keyFields, keys);
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
