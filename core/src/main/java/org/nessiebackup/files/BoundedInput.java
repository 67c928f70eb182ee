package org.nessiebackup.files;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Bytes of a file that somebody else keeps. Whatever goes wrong with getting them, and more of them
 * than are ever read, is kept apart from bytes that are not what they should be.
 */
final class BoundedInput extends FilterInputStream {
  private final long most;
  private final boolean fetched;
  private long left;

  private BoundedInput(InputStream in, long most, boolean fetched) {
    super(in);
    this.most = most;
    this.fetched = fetched;
    this.left = most;
  }

  /** The file itself: if it cannot be read, that is no word about what it holds. */
  static BoundedInput fetched(InputStream in, long most) {
    return new BoundedInput(in, most, true);
  }

  /** What the file holds, decompressed. */
  static BoundedInput unpacked(InputStream in, long most) {
    return new BoundedInput(in, most, false);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count;
    try {
      count = in.read(bytes, offset, length);
    } catch (IOException e) {
      if (!fetched) {
        throw e;
      }
      throw new ProbeFailedException("it could not be read whole: " + e.getMessage(), e);
    }
    if (count > 0) {
      left -= count;
    }
    if (left < 0) {
      throw new ProbeFailedException(
          "it is longer than the %d MiB that are read of such a file".formatted(most >> 20), null);
    }
    return count;
  }

  @Override
  public long skip(long length) throws IOException {
    byte[] passed = new byte[Math.clamp(length, 0, 64 << 10)];
    return Math.max(0, read(passed, 0, passed.length));
  }
}
