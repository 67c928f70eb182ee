package org.nessiebackup.segment;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import org.nessiebackup.Digests;

/** Hashes the key of a row, whose fields are the first ones, from what a scanner reports. */
final class KeyHasher {
  private final int keyFields;
  private final MessageDigest sha256 = Digests.sha256();
  private final ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);
  private boolean inKey;

  KeyHasher(int keyFields) {
    this.keyFields = keyFields;
  }

  void fieldStarted(int index, int fieldLength) {
    inKey = index < keyFields;
    if (inKey) {
      sha256.update(length.putInt(0, fieldLength).array());
    }
  }

  void fieldBytes(byte[] bytes, int offset, int piece) {
    if (inKey) {
      sha256.update(bytes, offset, piece);
    }
  }

  /** The hash, once the last field of the key has ended; the next row may begin. */
  KeyHash finish() {
    return KeyHash.read(ByteBuffer.wrap(sha256.digest()));
  }
}
