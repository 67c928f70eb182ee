package org.nessiebackup.segment;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.nessiebackup.HashingInputStream;
import org.nessiebackup.crypto.Decryption;
import org.nessiebackup.crypto.DecryptionException;

/** Reads key lists. */
public final class KeyListReader {
  private static final int ENTRIES = 4096;

  private KeyListReader() {}

  /**
   * Reads a whole key list. What the sink has got is trustworthy only after this method has
   * returned and its summary was compared with what the manifest says.
   *
   * @param stored the stored bytes; stays open
   * @param decryption the keys
   * @param limit how many keys there are at most
   * @throws DamagedSegmentException if these bytes are no whole key list, or have more keys
   */
  public static KeyListSummary read(
      InputStream stored, Decryption decryption, long limit, RowKey.Sink sink) throws IOException {
    HashingInputStream hashed = new HashingInputStream(stored);
    long keys;
    try (InputStream opened = decryption.decrypt(hashed)) {
      keys = read(opened, limit, sink);
    } catch (DecryptionException e) {
      throw SegmentReader.damagedOrForeign(e, "it cannot be decrypted");
    }
    hashed.readToEnd();
    return new KeyListSummary(keys, hashed.count(), hashed.hex());
  }

  private static long read(InputStream opened, long limit, RowKey.Sink sink) throws IOException {
    byte[] buffer = new byte[ENTRIES * KeyListWriter.ENTRY];
    long keys = 0;
    for (int length = opened.readNBytes(buffer, 0, buffer.length);
        length > 0;
        length = opened.readNBytes(buffer, 0, buffer.length)) {
      if (length % KeyListWriter.ENTRY != 0) {
        throw new DamagedSegmentException("it ends in the middle of a key");
      }
      keys += length / KeyListWriter.ENTRY;
      if (keys > limit) {
        throw new DamagedSegmentException("it holds more than " + limit + " keys");
      }
      ByteBuffer entries = ByteBuffer.wrap(buffer, 0, length);
      while (entries.hasRemaining()) {
        sink.accept(new RowKey(entries.getLong(), entries.getLong()));
      }
    }
    return keys;
  }
}
