package org.nessiebackup.crypto;

import com.exceptionfactory.jagged.FileKey;
import com.exceptionfactory.jagged.PayloadException;
import com.exceptionfactory.jagged.framework.stream.StandardDecryptingChannelFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.security.GeneralSecurityException;
import java.util.List;

/** Decrypts while it is read, in chunks of 64 KiB, each of which is authenticated before use. */
final class DecryptingStream extends InputStream {
  private final ReadableByteChannel chunks;
  private long count;
  private IOException failure;

  private DecryptingStream(ReadableByteChannel chunks) {
    this.chunks = chunks;
  }

  /**
   * Opens a payload.
   *
   * @param payload what follows the header
   * @param key the file key, which was unwrapped from an authentic header
   */
  static DecryptingStream start(InputStream payload, FileKey key) throws IOException {
    // The library wants to see a header. It gets one that says nothing, so that hostile headers are
    // parsed in one place only, and the key is unwrapped once.
    byte[] header = AgeHeader.write(key, List.of());
    InputStream source =
        new SequenceInputStream(
            new ByteArrayInputStream(header), new UnclosedStreams.Input(payload));
    try {
      return new DecryptingStream(
          new StandardDecryptingChannelFactory()
              .newDecryptingChannel(new Inlet(source), List.of(stanzas -> key)));
    } catch (PayloadException | GeneralSecurityException e) {
      throw new DecryptionException(
          DecryptionException.Reason.DAMAGED, "it is cut off behind its header", e);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (failure != null) {
      // Not asked again: after a chunk that is not authentic the library would give bytes of the
      // chunk before it.
      throw failure;
    }
    if (length == 0) {
      return 0;
    }
    try {
      int read = chunks.read(ByteBuffer.wrap(bytes, offset, length));
      count += Math.max(read, 0);
      return read;
    } catch (PayloadException e) {
      failure =
          new DecryptionException(
              DecryptionException.Reason.DAMAGED,
              "it was changed, cut off or continued after " + count + " decrypted bytes",
              e);
      throw failure;
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    chunks.close();
  }

  /** Where chunks come from. */
  private static final class Inlet implements ReadableByteChannel {
    private final InputStream source;
    private boolean open = true;

    Inlet(InputStream source) {
      this.source = source;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
      int position = target.position();
      int read = source.read(target.array(), target.arrayOffset() + position, target.remaining());
      target.position(position + Math.max(read, 0));
      return read;
    }

    @Override
    public boolean isOpen() {
      return open;
    }

    @Override
    public void close() {
      open = false;
    }
  }
}
