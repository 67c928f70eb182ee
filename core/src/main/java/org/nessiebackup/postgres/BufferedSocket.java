package org.nessiebackup.postgres;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A socket that reads much from the kernel at once. A server sends TLS records of 8 KB, and Java
 * asks for the head of each and then for the rest: two calls of the kernel for a few rows.
 */
final class BufferedSocket extends Socket {
  private volatile Buffered input;

  @Override
  public InputStream getInputStream() throws IOException {
    return input();
  }

  private synchronized Buffered input() throws IOException {
    if (input == null) {
      input = new Buffered(super.getInputStream());
    }
    return input;
  }

  /**
   * Waits until there is something to be read, or nothing will ever be. Takes nothing away from who
   * reads.
   *
   * @return whether it is so; else the time is over
   */
  boolean await(int millis) throws IOException {
    Buffered here = input();
    int limit = getSoTimeout();
    setSoTimeout(Math.max(1, millis));
    try {
      return here.await();
    } finally {
      setSoTimeout(limit);
    }
  }

  /** Takes in what has arrived, if all that came before is taken; never waits. */
  boolean takeIn() throws IOException {
    return input().takeIn();
  }

  /** How many bytes have arrived. */
  long received() {
    return input == null ? 0 : input.received.get();
  }

  /** How many of them somebody has read; the others lie here. */
  long taken() {
    return input == null ? 0 : input.taken();
  }

  /** Whether the other end has said that it has no more to say. */
  boolean ended() {
    return input != null && input.ended;
  }

  /** Gives what is there, as a socket does, and never waits for more. */
  private static final class Buffered extends FilterInputStream {
    private final byte[] buffer = new byte[1 << 16];
    private int from;
    private int to;
    private final AtomicLong received = new AtomicLong();
    private volatile boolean ended;

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
        // It may time out, and what was read before must not come back then.
        int count = in.read(buffer, 0, buffer.length);
        from = 0;
        to = Math.max(0, count);
        received.addAndGet(to);
        ended = count < 0;
      }
      return from < to;
    }

    synchronized long taken() {
      return received.get() - (to - from);
    }

    synchronized boolean await() throws IOException {
      try {
        return fill() || ended;
      } catch (SocketTimeoutException e) {
        return false;
      }
    }

    synchronized boolean takeIn() throws IOException {
      return from == to && in.available() > 0 && fill();
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
