package org.nessiebackup.cli.export;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Counts what passes. */
final class CountedOutput extends FilterOutputStream {
  private long bytes;

  CountedOutput(OutputStream target) {
    super(target);
  }

  @Override
  public void write(int value) throws IOException {
    out.write(value);
    bytes++;
  }

  @Override
  public void write(byte[] values, int offset, int length) throws IOException {
    out.write(values, offset, length);
    bytes += length;
  }

  long bytes() {
    return bytes;
  }
}
