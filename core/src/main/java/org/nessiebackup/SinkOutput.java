package org.nessiebackup;

import java.io.IOException;
import java.io.OutputStream;

/** A stream into a sink, which ends in another way than by the stream's closing. */
public final class SinkOutput extends OutputStream {
  private final ByteSink sink;

  /** Gives the sink each piece that is written. */
  public SinkOutput(ByteSink sink) {
    this.sink = sink;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    sink.accept(bytes, offset, length);
  }
}
