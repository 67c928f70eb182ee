package org.nessiebackup.segment;

import com.github.luben.zstd.ZstdIOException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.ByteSink;
import org.nessiebackup.HashingInputStream;
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
   * @param decoder keys and dictionary
   * @param fields the number of fields of each row
   * @param rawBytes the length of the COPY binary stream; reading ends with the first byte more, so
   *     that a few hostile bytes cannot unfold into an endless stream
   * @param sink takes the COPY binary stream
   * @throws DamagedSegmentException if these bytes are no whole segment
   * @throws DecryptionException if no key that was given opens it
   */
  public static SegmentSummary read(
      InputStream stored, SegmentDecoder decoder, int fields, long rawBytes, ByteSink sink)
      throws IOException {
    RowHasher hasher = new RowHasher();
    return read(stored, decoder, new Content(fields, rawBytes, hasher, hasher), sink);
  }

  /**
   * The same, compared with what a document says of the rows that it holds itself.
   *
   * @return the rows that the sink got
   * @throws DamagedSegmentException also if these are not the rows that were written
   */
  public static RowCount readHeld(
      byte[] stored, SegmentDecoder decoder, int fields, HeldRows written, ByteSink sink)
      throws IOException {
    SegmentSummary found =
        read(new ByteArrayInputStream(stored), decoder, fields, written.rawBytes(), sink);
    boolean same =
        found.rows() == written.rows()
            && found.rawBytes() == written.rawBytes()
            && written.digest().filter(digest -> !digest.equals(found.digest().hex())).isEmpty();
    if (!same) {
      throw new DamagedSegmentException("its rows are not those that were written");
    }
    return new RowCount(found.rows(), found.digest());
  }

  /**
   * The same at once, for who holds all of it anyway: that is quicker for the short streams of a
   * journal, of which there are very many.
   *
   * @param written without a digest
   * @return the COPY binary stream
   * @throws DamagedSegmentException as the other one
   */
  public static byte[] readAtOnce(
      byte[] stored, SegmentDecoder decoder, int fields, HeldRows written) throws IOException {
    byte[] rows = rows(stored, decoder, Math.toIntExact(written.rawBytes()));
    CopyBinaryScanner scanner = new CopyBinaryScanner(fields, new RowListener() {});
    scanner.accept(rows, 0, rows.length);
    scanner.finish();
    if (scanner.rows() != written.rows()) {
      throw new DamagedSegmentException("its rows are not those that were written");
    }
    return rows;
  }

  private static byte[] rows(byte[] stored, SegmentDecoder decoder, int length) throws IOException {
    // No longer than what is encrypted, so it fits, and is read to its end.
    byte[] frame = new byte[stored.length + 1];
    try (SingleFrame in =
        new SingleFrame(decoder.decryption().decrypt(new ByteArrayInputStream(stored)))) {
      int read = in.readNBytes(frame, 0, frame.length);
      return SegmentCompression.decompress(
          new SegmentCompression.Frame(frame, read), decoder.dictionary(), length);
    } catch (DecryptionException e) {
      throw damagedOrForeign(e, "it cannot be decrypted");
    }
  }

  /**
   * What a document says of rows.
   *
   * @param rows how many
   * @param rawBytes the length of the COPY binary stream
   * @param digest the digest of the rows, 64 hexadecimal digits; absent if it says none
   */
  public record HeldRows(long rows, long rawBytes, Optional<String> digest) {}

  /** The same as {@link #read}, and reports the keys of the rows, too, whose values it checks. */
  public static SegmentSummary readKeys(
      InputStream stored, SegmentDecoder decoder, KeyedRows rows, RowKey.Sink keys, ByteSink sink)
      throws IOException {
    RowHasher hasher = new RowHasher(rows.keyFields(), keys);
    Content content =
        new Content(
            rows.fields().size(), rows.rawBytes(), hasher, new FieldCheck(rows.fields(), hasher));
    return read(stored, decoder, content, sink);
  }

  /**
   * Rows that have a key.
   *
   * @param fields what a server takes as the fields of each row
   * @param keyFields how many of the first ones are the key
   * @param rawBytes the length of the COPY binary stream
   */
  public record KeyedRows(List<FieldRule> fields, int keyFields, long rawBytes) {
    /** Takes its own copy of the list. */
    public KeyedRows {
      fields = List.copyOf(fields);
    }
  }

  private record Content(int fields, long rawBytes, RowHasher hasher, RowListener listener) {}

  private static SegmentSummary read(
      InputStream stored, SegmentDecoder decoder, Content content, ByteSink sink)
      throws IOException {
    HashingInputStream hashed = new HashingInputStream(stored);
    long rawBytes = content.rawBytes();
    CopyBinaryScanner scanner = new CopyBinaryScanner(content.fields(), content.listener());
    try (InputStream opened = decoder.decryption().decrypt(hashed);
        SingleFrame frame = new SingleFrame(opened);
        InputStream raw = SegmentCompression.decompress(frame, decoder.dictionary())) {
      byte[] buffer = new byte[BUFFER];
      for (int length = raw.read(buffer); length >= 0; length = raw.read(buffer)) {
        if (length > rawBytes - scanner.bytes()) {
          throw new DamagedSegmentException("it holds more than " + rawBytes + " bytes of rows");
        }
        scanner.accept(buffer, 0, length);
        sink.accept(buffer, 0, length);
      }
      // The decoder stops at the end of its frame, but the last chunk is authentic only at its end.
      frame.transferTo(OutputStream.nullOutputStream());
    } catch (DecryptionException e) {
      throw damagedOrForeign(
          e, "it cannot be decrypted after %d bytes of rows".formatted(scanner.bytes()));
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
        scanner.rows(), scanner.bytes(), hashed.count(), hashed.hex(), content.hasher().sum());
  }

  static IOException damagedOrForeign(DecryptionException e, String what) {
    return switch (e.reason()) {
      case NO_IDENTITY_MATCHES, UNSUPPORTED -> e;
      case DAMAGED -> new DamagedSegmentException(what + ": " + e.getMessage(), e);
    };
  }

  /** Only hashes and counts what is stored; rows, raw bytes and digest of the result are empty. */
  public static SegmentSummary readStored(InputStream stored) throws IOException {
    HashingInputStream hashed = new HashingInputStream(stored);
    hashed.readToEnd();
    return new SegmentSummary(0, 0, hashed.count(), hashed.hex(), RowDigest.EMPTY);
  }
}
