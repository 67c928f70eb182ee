package org.nessiebackup.segment;

import java.io.IOException;
import java.security.MessageDigest;
import org.nessiebackup.Digests;

/** Adds up the digest of the rows it hears of, and reports their keys. */
final class RowHasher implements RowListener {
  private final MessageDigest sha256 = Digests.sha256();
  private final int keyFields;
  private final KeyHasher keyHasher;
  private final RowKey.Sink keys;
  private RowDigest sum = RowDigest.EMPTY;

  RowHasher() {
    this(0, key -> {});
  }

  /**
   * One that reports keys.
   *
   * @param keyFields how many of the first fields are the key
   */
  RowHasher(int keyFields, RowKey.Sink keys) {
    this.keyFields = keyFields;
    this.keyHasher = new KeyHasher(keyFields);
    this.keys = keys;
  }

  @Override
  public void fieldStarted(int index, int length) {
    keyHasher.fieldStarted(index, length);
  }

  @Override
  public void fieldBytes(byte[] bytes, int offset, int length) {
    keyHasher.fieldBytes(bytes, offset, length);
  }

  @Override
  public void rowBytes(byte[] bytes, int offset, int length) {
    sha256.update(bytes, offset, length);
  }

  @Override
  public void rowEnded() throws IOException {
    RowDigest row = RowDigest.of(sha256.digest());
    sum = sum.plus(row);
    if (keyFields > 0) {
      keys.accept(new RowKey(keyHasher.finish().high(), row.d()));
    }
  }

  RowDigest sum() {
    return sum;
  }
}
