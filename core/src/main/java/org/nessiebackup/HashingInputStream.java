package org.nessiebackup;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;

/** Counts and hashes what passes; does not close what is below it. */
public final class HashingInputStream extends FilterInputStream {
  private final MessageDigest sha256 = Digests.sha256();
  private long count;

  /** Reads what another stream has. */
  public HashingInputStream(InputStream in) {
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

  /** A decoder stops at the end of its frame; what may be behind it counts as well. */
  public void readToEnd() throws IOException {
    transferTo(OutputStream.nullOutputStream());
  }

  /** How many bytes have passed. */
  public long count() {
    return count;
  }

  /** Their SHA-256, in 64 hexadecimal digits; to be called once. */
  public String hex() {
    return Digests.hex(sha256);
  }

  @Override
  public void close() {}
}
