package org.nessiebackup.crypto;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Streams that pass everything on but their closing, as the encrypting and decrypting ones do. */
final class UnclosedStreams {
  private UnclosedStreams() {}

  /** Writes to a stream that stays open. */
  static final class Output extends FilterOutputStream {
    Output(OutputStream target) {
      super(target);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      out.flush();
    }
  }

  /** Reads from a stream that stays open. */
  static final class Input extends FilterInputStream {
    Input(InputStream source) {
      super(source);
    }

    @Override
    public void close() {}
  }
}
