package org.nessiebackup.segment;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import org.nessiebackup.Digests;

/**
 * The hash of the key of a row: the first 16 bytes of the SHA-256 of its fields, each with its
 * length as in the tuple. So long that nobody finds two keys with the same, who may choose keys;
 * with half of it, which is all that key lists have ({@link RowKey}), somebody could.
 *
 * @param high the first 8 bytes
 * @param low the other 8 bytes
 */
public record KeyHash(long high, long low) {
  /** How many bytes each takes. */
  public static final int BYTES = 2 * Long.BYTES;

  /** That of a row. */
  public static KeyHash of(byte[]... fields) {
    MessageDigest sha256 = Digests.sha256();
    for (byte[] field : fields) {
      sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(field.length).flip());
      sha256.update(field);
    }
    return read(ByteBuffer.wrap(sha256.digest()));
  }

  /** Takes the next one of several. */
  public static KeyHash read(ByteBuffer from) {
    return new KeyHash(from.getLong(), from.getLong());
  }

  /** Adds it to others. */
  public void write(ByteBuffer to) {
    to.putLong(high).putLong(low);
  }
}
