package org.nessiebackup.segment;

import com.github.luben.zstd.ZstdIOException;
import java.io.IOException;
import java.io.InputStream;

/** Reads segments and says what is in them. */
public final class SegmentReader {
  private static final int BUFFER = 256 * 1024;

  private SegmentReader() {}

  /**
   * Reads a whole segment: every stored byte is hashed, decoded, and its structure checked before
   * the sink gets it.
   *
   * <p>What the sink has got is trustworthy only after this method has returned and its summary was
   * compared with what the manifest says.
   *
   * @param stored the stored bytes; stays open
   * @param fields the number of fields of each row
   * @param rawBytes the length of the COPY binary stream; reading ends with the first byte more, so
   *     that a few hostile bytes cannot unfold into an endless stream
   * @param sink takes the COPY binary stream
   * @throws DamagedSegmentException if these bytes are no whole segment
   */
  public static SegmentSummary read(InputStream stored, int fields, long rawBytes, ByteSink sink)
      throws IOException {
    return read(stored, fields, rawBytes, new RowHasher(), sink);
  }

  /**
   * The same, and tells the keys of the rows instead of the rows.
   *
   * @param keyFields how many of the first fields are the key
   */
  public static SegmentSummary readKeys(
      InputStream stored, int fields, long rawBytes, int keyFields, RowKey.Sink keys)
      throws IOException {
    return read(
        stored, fields, rawBytes, new RowHasher(keyFields, keys), (bytes, offset, length) -> {});
  }

  private static SegmentSummary read(
      InputStream stored, int fields, long rawBytes, RowHasher hasher, ByteSink sink)
      throws IOException {
    HashingInputStream hashed = new HashingInputStream(stored);
    CopyBinaryScanner scanner = new CopyBinaryScanner(fields, hasher);
    try (InputStream raw = SegmentCompression.decompress(hashed)) {
      byte[] buffer = new byte[BUFFER];
      for (int length = raw.read(buffer); length >= 0; length = raw.read(buffer)) {
        if (length > rawBytes - scanner.bytes()) {
          throw new DamagedSegmentException("it holds more than " + rawBytes + " bytes of rows");
        }
        scanner.accept(buffer, 0, length);
        sink.accept(buffer, 0, length);
      }
    } catch (ZstdIOException e) {
      throw new DamagedSegmentException(
          "it cannot be decompressed after "
              + scanner.bytes()
              + " bytes of rows: "
              + e.getMessage(),
          e);
    }
    scanner.finish();
    hashed.readToEnd();
    return new SegmentSummary(
        scanner.rows(), scanner.bytes(), hashed.count(), hashed.hex(), hasher.sum());
  }

  /** Only hashes and counts what is stored; rows, raw bytes and digest of the answer are empty. */
  public static SegmentSummary readStored(InputStream stored) throws IOException {
    HashingInputStream hashed = new HashingInputStream(stored);
    hashed.readToEnd();
    return new SegmentSummary(0, 0, hashed.count(), hashed.hex(), RowDigest.EMPTY);
  }
}
