package org.nessiebackup.segment;

import com.github.luben.zstd.ZstdIOException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.nessiebackup.crypto.DecryptionException;

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
   * @param decoding keys and dictionary
   * @param fields the number of fields of each row
   * @param rawBytes the length of the COPY binary stream; reading ends with the first byte more, so
   *     that a few hostile bytes cannot unfold into an endless stream
   * @param sink takes the COPY binary stream
   * @throws DamagedSegmentException if these bytes are no whole segment
   * @throws DecryptionException if no key that was given opens it
   */
  public static SegmentSummary read(
      InputStream stored, SegmentDecoding decoding, int fields, long rawBytes, ByteSink sink)
      throws IOException {
    HashingInputStream hashed = new HashingInputStream(stored);
    RowHasher hasher = new RowHasher();
    CopyBinaryScanner scanner = new CopyBinaryScanner(fields, hasher);
    try (InputStream opened = decoding.decryption().decrypt(hashed);
        InputStream raw = SegmentCompression.decompress(opened, decoding.dictionary())) {
      byte[] buffer = new byte[BUFFER];
      for (int length = raw.read(buffer); length >= 0; length = raw.read(buffer)) {
        if (length > rawBytes - scanner.bytes()) {
          throw new DamagedSegmentException("it holds more than " + rawBytes + " bytes of rows");
        }
        scanner.accept(buffer, 0, length);
        sink.accept(buffer, 0, length);
      }
      // The decoder stops at the end of its frame, but the last chunk is authentic only at its end.
      opened.transferTo(OutputStream.nullOutputStream());
    } catch (DecryptionException e) {
      throw damagedOrForeign(e, scanner.bytes());
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
        scanner.rows(), scanner.bytes(), hashed.count, hashed.hex(), hasher.sum());
  }

  private static IOException damagedOrForeign(DecryptionException e, long rawBytes) {
    return switch (e.reason()) {
      case NO_IDENTITY_MATCHES, UNSUPPORTED -> e;
      case DAMAGED ->
          new DamagedSegmentException(
              "it cannot be decrypted after %d bytes of rows: %s"
                  .formatted(rawBytes, e.getMessage()),
              e);
    };
  }

  /** Only hashes and counts what is stored; rows, raw bytes and digest of the answer are empty. */
  public static SegmentSummary readStored(InputStream stored) throws IOException {
    HashingInputStream hashed = new HashingInputStream(stored);
    hashed.readToEnd();
    return new SegmentSummary(0, 0, hashed.count, hashed.hex(), RowDigest.EMPTY);
  }

  private static final class HashingInputStream extends FilterInputStream {
    private final MessageDigest sha256 = Checksums.sha256();
    private long count;

    HashingInputStream(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read = in.read(bytes, offset, length);
      if (read > 0) {
        sha256.update(bytes, offset, read);
        count += read;
      }
      return read;
    }

    /** The decoder stops at the end of its frame; what may stand behind it counts as well. */
    void readToEnd() throws IOException {
      transferTo(OutputStream.nullOutputStream());
    }

    String hex() {
      return HexFormat.of().formatHex(sha256.digest());
    }

    @Override
    public void close() {}
  }
}
