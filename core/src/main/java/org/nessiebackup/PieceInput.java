package org.nessiebackup;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/** A stream of bytes that somebody gives in pieces. */
public final class PieceInput extends InputStream {
  private final Reader reader;
  private final Closeable end;
  private boolean closed;

  /** Reads a piece, as {@link InputStream#read(byte[], int, int)} does. */
  @FunctionalInterface
  public interface Reader {
    /** How many bytes there were; -1 at the end. */
    int read(byte[] target, int offset, int length) throws IOException;
  }

  /**
   * Begins with the first piece.
   *
   * @param end is closed with the stream, once
   */
  public PieceInput(Reader reader, Closeable end) {
    this.reader = reader;
    this.end = end;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    return reader.read(target, offset, length);
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      end.close();
    }
  }
}
