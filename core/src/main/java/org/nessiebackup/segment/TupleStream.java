package org.nessiebackup.segment;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.nessiebackup.ByteSink;

/** Puts single tuples together to a COPY binary stream. */
public final class TupleStream {
  private final ByteSink target;

  /** Sends the header. */
  public TupleStream(ByteSink target) throws IOException {
    this.target = target;
    ByteBuffer header =
        ByteBuffer.allocate(CopyBinaryFormat.HEADER_LENGTH).put(CopyBinaryFormat.SIGNATURE);
    target.accept(header.array(), 0, CopyBinaryFormat.HEADER_LENGTH);
  }

  /** Sends a tuple, field count included. */
  public void add(byte[] tuple) throws IOException {
    target.accept(tuple, 0, tuple.length);
  }

  /** Sends the trailer; to be called once. */
  public void finish() throws IOException {
    byte[] trailer =
        ByteBuffer.allocate(Short.BYTES).putShort((short) CopyBinaryFormat.TRAILER).array();
    target.accept(trailer, 0, trailer.length);
  }
}
