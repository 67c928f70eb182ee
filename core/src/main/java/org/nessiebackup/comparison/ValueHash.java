package org.nessiebackup.comparison;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import org.nessiebackup.Digests;

/**
 * The hash of one value of a row: the first 16 bytes of the SHA-256 of what COPY binary has of it.
 *
 * @param high the first 8 bytes
 * @param low the other 8 bytes
 */
record ValueHash(long high, long low) {
  /** That of NULL, which is the hash of no bytes that anybody has found. */
  static final ValueHash NULL = new ValueHash(0, 0);

  /** That of a value. */
  static ValueHash of(byte[] value) {
    MessageDigest sha256 = Digests.sha256();
    sha256.update(value);
    return of(sha256);
  }

  /** Of what a digest was given, which can be used again afterwards. */
  static ValueHash of(MessageDigest sha256) {
    ByteBuffer hash = ByteBuffer.wrap(sha256.digest());
    return new ValueHash(hash.getLong(), hash.getLong());
  }
}
