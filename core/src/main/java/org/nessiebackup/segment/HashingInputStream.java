package org.nessiebackup.segment;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Counts and hashes what passes; does not close what is below it. */
final class HashingInputStream extends FilterInputStream {
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

  /** A decoder stops at the end of its frame; what may stand behind it counts as well. */
  void readToEnd() throws IOException {
    transferTo(OutputStream.nullOutputStream());
  }

  long count() {
    return count;
  }

  String hex() {
    return HexFormat.of().formatHex(sha256.digest());
  }

  @Override
  public void close() {}
}
