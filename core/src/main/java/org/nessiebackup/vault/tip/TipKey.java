package org.nessiebackup.vault.tip;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import org.nessiebackup.Digests;

/**
 * The key of a row, as a tip remembers it: the first 16 bytes of the SHA-256 of its fields, each
 * with its length as in the tuple. Unlike the half of it in lists of keys, this is relied on alone.
 *
 * @param high the first 8 bytes
 * @param low the other 8 bytes
 */
public record TipKey(long high, long low) {
  /** How many bytes each takes. */
  static final int BYTES = 2 * Long.BYTES;

  /** That of a row. */
  public static TipKey of(byte[]... fields) {
    MessageDigest sha256 = Digests.sha256();
    for (byte[] field : fields) {
      sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(field.length).flip());
      sha256.update(field);
    }
    return read(ByteBuffer.wrap(sha256.digest()));
  }

  static TipKey read(ByteBuffer from) {
    return new TipKey(from.getLong(), from.getLong());
  }

  void write(ByteBuffer to) {
    to.putLong(high).putLong(low);
  }
}
