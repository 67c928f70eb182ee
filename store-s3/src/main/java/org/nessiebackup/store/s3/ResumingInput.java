package org.nessiebackup.store.s3;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * The bytes of an object. Where a connection breaks, it goes on from there with a new one; it never
 * ends before the object does.
 */
final class ResumingInput extends InputStream {
  /** Connections in a row that bring nothing, until we give up. */
  private static final int MOST_FRUITLESS = 5;

  private final S3Objects objects;
  private final String name;
  private final String tag;
  private final long size;
  private ResponseInputStream<GetObjectResponse> body;
  private long position;
  private int fruitless;

  private ResumingInput(
      S3Objects objects, String name, ResponseInputStream<GetObjectResponse> body) {
    this.objects = objects;
    this.name = name;
    this.body = body;
    this.tag = body.response().eTag();
    this.size = body.response().contentLength();
  }

  static ResumingInput open(S3Objects objects, String name) throws IOException {
    ResponseInputStream<GetObjectResponse> body = objects.get(name);
    if (body.response().contentLength() == null) {
      body.abort();
      throw new IOException("the server does not tell the size of \"" + name + "\"");
    }
    return new ResumingInput(objects, name, body);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (position < size) {
      int count = readOrResume(target, offset, (int) Math.min(length, size - position));
      if (count > 0) {
        position += count;
        fruitless = 0;
        return count;
      }
    }
    return -1;
  }

  private int readOrResume(byte[] target, int offset, int length) throws IOException {
    try {
      int count = body.read(target, offset, length);
      if (count < 0) {
        throw new EOFException(
            "the server sent %d of %d bytes of \"%s\"".formatted(position, size, name));
      }
      return count;
    } catch (IOException | SdkException e) {
      resume(e);
      return 0;
    }
  }

  private void resume(Exception why) throws IOException {
    body.abort();
    if (Thread.currentThread().isInterrupted() || ++fruitless > MOST_FRUITLESS) {
      throw new IOException(
          "the connection breaks again and again after %d of %d bytes of \"%s\""
              .formatted(position, size, name),
          why);
    }
    try {
      body = objects.get(name, position, tag);
    } catch (IOException e) {
      e.addSuppressed(why);
      throw e;
    }
    Long rest = body.response().contentLength();
    if (rest == null || rest != size - position) {
      body.abort();
      throw new IOException("the server does not send parts of \"" + name + "\"", why);
    }
  }

  /** Ends the connection, instead of reading all that is left. */
  @Override
  public void close() throws IOException {
    if (position < size) {
      body.abort();
    }
    body.close();
  }
}
