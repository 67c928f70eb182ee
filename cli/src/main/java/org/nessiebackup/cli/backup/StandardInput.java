package org.nessiebackup.cli.backup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.nessiebackup.Cancellation;

/**
 * Standard input that a request to stop ends at once. Reading a pipe cannot be interrupted, so
 * another thread reads ahead some pieces; it does not keep the process alive.
 */
final class StandardInput extends InputStream {
  private static final int PIECE = 1 << 16;
  private static final int PIECES_AHEAD = 8;

  private final BlockingQueue<Piece> pieces = new ArrayBlockingQueue<>(PIECES_AHEAD + 1);
  private final Cancellation cancellation;
  private final Cancellation.Registration registration;
  private final Thread reader;
  private ByteBuffer current = ByteBuffer.allocate(0);

  StandardInput(InputStream in, Cancellation cancellation) {
    this.cancellation = cancellation;
    this.reader = Thread.ofPlatform().daemon().name("standard input").start(() -> pump(in));
    this.registration = cancellation.onRequest(() -> pieces.offer(Piece.end()));
  }

  /**
   * What was read; no bytes are the end.
   *
   * @param bytes not shared with anybody
   * @param failure why there are no more; null if there is no reason but the end
   */
  private record Piece(ByteBuffer bytes, IOException failure) {
    static Piece end() {
      return failed(null);
    }

    static Piece failed(IOException failure) {
      return new Piece(ByteBuffer.allocate(0), failure);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!current.hasRemaining() && !next()) {
      return -1;
    }
    int count = Math.min(length, current.remaining());
    current.get(target, offset, count);
    return count;
  }

  /** Ends the interest; the stream itself stays open, it is the process's own. */
  @Override
  public void close() {
    registration.close();
    reader.interrupt();
  }

  private boolean next() throws IOException {
    try {
      Piece piece = pieces.take();
      cancellation.check();
      if (piece.failure() != null) {
        throw piece.failure();
      }
      if (!piece.bytes().hasRemaining()) {
        pieces.offer(piece);
        return false;
      }
      current = piece.bytes();
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Cancellation.interrupted(e);
    }
  }

  private void pump(InputStream in) {
    try {
      byte[] buffer = new byte[PIECE];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        if (count > 0) {
          pieces.put(new Piece(ByteBuffer.wrap(Arrays.copyOf(buffer, count)), null));
        }
      }
      pieces.put(Piece.end());
    } catch (IOException e) {
      pieces.offer(Piece.failed(e));
    } catch (InterruptedException e) {
      // Nobody wants more.
      Thread.currentThread().interrupt();
    }
  }
}
