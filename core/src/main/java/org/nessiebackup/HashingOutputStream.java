package org.nessiebackup;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;

/** Counts and hashes what passes; does not close what is below it. */
public final class HashingOutputStream extends FilterOutputStream {
  private final MessageDigest sha256 = Digests.sha256();
  private long count;
  private boolean discarding;

  /** Writes to another stream. */
  public HashingOutputStream(OutputStream out) {
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
  public void discard() {
    discarding = true;
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
