package org.nessiebackup.segment;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** Reads key lists. */
public final class KeyListReader {
  private static final int ENTRIES = 4096;

  private KeyListReader() {}

  /**
   * Reads a whole key list. What the sink has got is trustworthy only after this method has
   * returned and its summary was compared with what the manifest says.
   *
   * @param stored the stored bytes; stays open
   * @param limit how many keys there are at most
   * @throws DamagedSegmentException if these bytes are no whole key list, or have more keys
   */
  public static KeyListSummary read(InputStream stored, long limit, RowKey.Sink sink)
      throws IOException {
    HashingInputStream hashed = new HashingInputStream(stored);
    byte[] buffer = new byte[ENTRIES * KeyListWriter.ENTRY];
    long keys = 0;
    for (int length = hashed.readNBytes(buffer, 0, buffer.length);
        length > 0;
        length = hashed.readNBytes(buffer, 0, buffer.length)) {
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
    return new KeyListSummary(keys, hashed.count(), hashed.hex());
  }
}
