package org.nessiebackup.segment;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;

/** Counts and hashes what passes; does not close what is below it. */
final class HashingOutputStream extends FilterOutputStream {
  private final MessageDigest sha256 = Checksums.sha256();
  private long count;
  private boolean discarding;

  HashingOutputStream(OutputStream out) {
    super(out);
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (discarding) {
      return;
    }
    out.write(bytes, offset, length);
    sha256.update(bytes, offset, length);
    count += length;
  }

  /** From now on bytes vanish: an abandoned compressor flushes into a target that may be broken. */
  void discard() {
    discarding = true;
  }

  long count() {
    return count;
  }

  byte[] hash() {
    return sha256.digest();
  }

  @Override
  public void flush() throws IOException {
    if (!discarding) {
      out.flush();
    }
  }

  @Override
  public void close() throws IOException {
    flush();
  }
}
