package org.nessiebackup.segment;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.IOException;
import java.io.OutputStream;
import org.nessiebackup.ByteSink;
import org.nessiebackup.HashingOutputStream;

/**
 * Writes one segment from a COPY binary stream that arrives in pieces. One thread at a time.
 *
 * <p>The stream is checked on its way, so that a segment is never stored that could not be read.
 * Memory: the compressor's window and tables, about 30 MB outside the Java heap.
 */
public final class SegmentWriter implements AutoCloseable, ByteSink {
  private final RowHasher hasher;
  private final CopyBinaryScanner scanner;
  private final HashingOutputStream stored;
  private final ZstdOutputStreamNoFinalizer compressor;

  /**
   * A segment that goes to {@code target}, which stays open.
   *
   * @param fields the number of fields of each row
   */
  public SegmentWriter(OutputStream target, int fields, SegmentEncoder encoder) throws IOException {
    this(target, fields, encoder, new RowHasher());
  }

  private SegmentWriter(OutputStream target, int fields, SegmentEncoder encoder, RowHasher hasher)
      throws IOException {
    this.hasher = hasher;
    scanner = new CopyBinaryScanner(fields, hasher);
    stored = new HashingOutputStream(target);
    compressor = encoder.open(stored);
  }

  /**
   * A segment whose rows have a key, which is reported while they pass.
   *
   * @param keyFields how many of the first fields are the key
   */
  public static SegmentWriter withKeys(
      OutputStream target, int fields, SegmentEncoder encoder, int keyFields, RowKey.Sink keys)
      throws IOException {
    return new SegmentWriter(target, fields, encoder, new RowHasher(keyFields, keys));
  }

  @Override
  public void accept(byte[] bytes, int offset, int length) throws IOException {
    scanner.accept(bytes, offset, length);
    compressor.write(bytes, offset, length);
  }

  /** Complete rows so far. */
  public long rows() {
    return scanner.rows();
  }

  /**
   * Ends the segment; to be called once, after the last piece.
   *
   * @throws DamagedSegmentException if the COPY stream was not complete
   */
  public SegmentSummary finish() throws IOException {
    scanner.finish();
    compressor.close();
    return new SegmentSummary(
        scanner.rows(), scanner.bytes(), stored.count(), stored.hex(), hasher.sum());
  }

  /** Frees memory; after an error, the place to call it. */
  @Override
  public void close() throws IOException {
    stored.discard();
    compressor.close();
  }
}
