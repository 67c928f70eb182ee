package org.nessiebackup.store;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** The bytes of a file; where the disk does not give them, that is about this file alone. */
final class FileInput extends FilterInputStream {
  private final Path file;

  FileInput(InputStream in, Path file) {
    super(in);
    this.file = file;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    try {
      return in.read(target, offset, length);
    } catch (IOException e) {
      throw FileErrors.ofReading(e, file);
    }
  }
}
