package org.nessiebackup.store.bucket;

import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/**
 * Bytes that wait to be sent in one request. Grows by small pieces, so that a small object needs
 * little memory and nothing is copied; the pieces are used again for the next part.
 */
public final class PartBuffer {
  private static final int PIECE = 1 << 16;

  private final List<byte[]> pieces = new ArrayList<>();
  private int size;

  /** How many bytes wait. */
  public int size() {
    return size;
  }

  /** Adds bytes at the end. */
  public void append(byte[] bytes, int offset, int length) {
    int taken = 0;
    while (taken < length) {
      int within = size % PIECE;
      if (size / PIECE == pieces.size()) {
        pieces.add(new byte[PIECE]);
      }
      int count = Math.min(PIECE - within, length - taken);
      System.arraycopy(bytes, offset + taken, pieces.get(size / PIECE), within, count);
      size += count;
      taken += count;
    }
  }

  /** Begins again, for the next part. */
  public void clear() {
    size = 0;
  }

  /** The bytes from the first on; several streams may be read, until the buffer changes. */
  public InputStream stream() {
    return new Reader();
  }

  /** The checksum that every server knows. It finds accidents on the way, not forgeries. */
  public byte[] md5() {
    try {
      MessageDigest digest = MessageDigest.getInstance("MD5");
      for (int at = 0; at < size; at += PIECE) {
        digest.update(pieces.get(at / PIECE), 0, Math.min(PIECE, size - at));
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }

  private final class Reader extends InputStream {
    private int at;
    private int marked;

    @Override
    public int read() {
      return at == size ? -1 : pieces.get(at / PIECE)[at++ % PIECE] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      if (length == 0) {
        return 0;
      }
      if (at == size) {
        return -1;
      }
      int within = at % PIECE;
      int count = Math.min(length, Math.min(PIECE - within, size - at));
      System.arraycopy(pieces.get(at / PIECE), within, target, offset, count);
      at += count;
      return count;
    }

    @Override
    public int available() {
      return size - at;
    }

    @Override
    public boolean markSupported() {
      return true;
    }

    @Override
    public void mark(int limit) {
      marked = at;
    }

    @Override
    public void reset() {
      at = marked;
    }
  }
}
