package org.nessiebackup.files;

import java.io.IOException;
import java.io.InputStream;
import org.nessiebackup.PieceInput;

/**
 * Bytes of a file that somebody else keeps. Whatever goes wrong with getting them, and more of them
 * than are ever read, is kept apart from bytes that are not what they should be.
 */
final class BoundedInput implements PieceInput.Reader {
  private final InputStream in;
  private final long most;
  private final boolean fetched;
  private long left;

  private BoundedInput(InputStream in, long most, boolean fetched) {
    this.in = in;
    this.most = most;
    this.fetched = fetched;
    this.left = most;
  }

  /** The file itself: if it cannot be read, that is no word about what it holds. */
  static InputStream fetched(InputStream in, long most) {
    return new PieceInput(new BoundedInput(in, most, true), in);
  }

  /** What the file holds, decompressed. */
  static InputStream unpacked(InputStream in, long most) {
    return new PieceInput(new BoundedInput(in, most, false), in);
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
}
