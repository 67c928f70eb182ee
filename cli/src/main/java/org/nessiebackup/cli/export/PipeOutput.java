package org.nessiebackup.cli.export;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;

/**
 * Standard output for a lot of data: unlike the usual stream it says when nobody reads any more,
 * and closing it leaves the process's own stream open.
 */
final class PipeOutput extends OutputStream {
  private final PrintStream target;

  PipeOutput(PrintStream target) {
    this.target = target;
  }

  @Override
  public void write(int value) throws IOException {
    target.write(value);
    check();
  }

  @Override
  public void write(byte[] values, int offset, int length) throws IOException {
    target.write(values, offset, length);
    check();
  }

  @Override
  public void flush() throws IOException {
    target.flush();
    check();
  }

  @Override
  public void close() throws IOException {
    flush();
  }

  private void check() throws IOException {
    if (target.checkError()) {
      throw new IOException("nobody reads it any more");
    }
  }
}
