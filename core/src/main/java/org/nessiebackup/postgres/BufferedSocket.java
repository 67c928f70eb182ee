package org.nessiebackup.postgres;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;

/**
 * A socket that reads much from the kernel at once. A server sends TLS records of 8 KB, and Java
 * asks for the head of each and then for the rest: two calls of the kernel for a few rows.
 */
final class BufferedSocket extends Socket {
  private InputStream input;

  @Override
  public synchronized InputStream getInputStream() throws IOException {
    if (input == null) {
      input = new Buffered(super.getInputStream());
    }
    return input;
  }

  /** Gives what is there, as a socket does, and never waits for more. */
  private static final class Buffered extends FilterInputStream {
    private final byte[] buffer = new byte[1 << 16];
    private int from;
    private int to;

    Buffered(InputStream in) {
      super(in);
    }

    @Override
    public synchronized int read() throws IOException {
      return fill() ? buffer[from++] & 0xFF : -1;
    }

    @Override
    public synchronized int read(byte[] target, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (!fill()) {
        return -1;
      }
      int count = Math.min(length, to - from);
      System.arraycopy(buffer, from, target, offset, count);
      from += count;
      return count;
    }

    /** Whether there is anything. */
    private boolean fill() throws IOException {
      if (from == to) {
        from = 0;
        to = Math.max(0, in.read(buffer, 0, buffer.length));
      }
      return from < to;
    }

    /**
     * The driver asks again and again for what is missing, also where nothing will come any more.
     */
    @Override
    public synchronized long skip(long count) throws IOException {
      if (count <= 0) {
        return 0;
      }
      if (!fill()) {
        throw new EOFException("the server has closed the connection");
      }
      int skipped = (int) Math.min(count, to - from);
      from += skipped;
      return skipped;
    }

    @Override
    public synchronized int available() throws IOException {
      return to - from + in.available();
    }
  }
}
