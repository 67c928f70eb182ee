package org.nessiebackup.crypto;

import com.exceptionfactory.jagged.RecipientStanzaWriter;
import com.exceptionfactory.jagged.framework.stream.StandardEncryptingChannelFactory;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.security.GeneralSecurityException;
import java.util.List;

/** Encrypts what is written, in chunks of 64 KiB. */
final class EncryptingStream extends OutputStream {
  private final Outlet outlet;
  private final WritableByteChannel chunks;
  private boolean closed;

  private EncryptingStream(Outlet outlet, WritableByteChannel chunks) {
    this.outlet = outlet;
    this.chunks = chunks;
  }

  /** Writes the header; the file key is made for it and forgotten with the stream. */
  static EncryptingStream start(OutputStream target, RecipientStanzaWriter recipients)
      throws IOException {
    Outlet outlet = new Outlet(target);
    try {
      return new EncryptingStream(
          outlet,
          new StandardEncryptingChannelFactory().newEncryptingChannel(outlet, List.of(recipients)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java lacks what age files need", e);
    }
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (closed) {
      throw new IOException("the encrypted stream is closed");
    }
    chunks.write(ByteBuffer.wrap(bytes, offset, length));
  }

  /** What does not fill a chunk stays here: a short chunk is the last one. */
  @Override
  public void flush() throws IOException {
    outlet.flush();
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      chunks.close();
    }
  }

  /**
   * Where chunks go. A target that has failed gets nothing more: what came behind the gap would be
   * of no use, and the chunks have to be ended all the same, for the key to be wiped.
   */
  private static final class Outlet implements WritableByteChannel {
    private final OutputStream target;
    private boolean whole = true;
    private boolean open = true;

    Outlet(OutputStream target) {
      this.target = target;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
      int length = source.remaining();
      if (whole) {
        whole = false;
        target.write(source.array(), source.arrayOffset() + source.position(), length);
        whole = true;
      }
      source.position(source.limit());
      return length;
    }

    void flush() throws IOException {
      if (whole) {
        target.flush();
      }
    }

    @Override
    public boolean isOpen() {
      return open;
    }

    @Override
    public void close() throws IOException {
      open = false;
      flush();
    }
  }
}
