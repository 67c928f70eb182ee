package org.nessiebackup.segment;

import java.security.MessageDigest;

/** Adds up the digest of the rows it hears of. */
final class RowHasher implements RowListener {
  private final MessageDigest sha256 = Checksums.sha256();
  private RowDigest sum = RowDigest.EMPTY;

  @Override
  public void rowBytes(byte[] bytes, int offset, int length) {
    sha256.update(bytes, offset, length);
  }

  @Override
  public void rowEnded() {
    sum = sum.plus(RowDigest.of(sha256.digest()));
  }

  RowDigest sum() {
    return sum;
  }
}
