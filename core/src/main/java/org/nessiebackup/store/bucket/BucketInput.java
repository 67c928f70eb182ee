package org.nessiebackup.store.bucket;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * The bytes of one version of an object. Where a connection breaks, it goes on from there with a
 * new one; it never ends before the object does.
 */
final class BucketInput extends InputStream {
  private final BucketRequests requests;
  private final BucketCaller caller;
  private final String name;
  private final String key;
  private ObjectContent content;
  private long position;

  BucketInput(
      BucketRequests requests,
      BucketCaller caller,
      String name,
      String key,
      ObjectContent content) {
    this.requests = requests;
    this.caller = caller;
    this.name = name;
    this.key = key;
    this.content = content;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int wanted = (int) Math.min(length, content.size() - position);
    if (wanted == 0) {
      return length == 0 ? 0 : -1;
    }
    int count;
    try {
      count = next(target, offset, wanted);
    } catch (IOException | RuntimeException broken) {
      count = resume(target, offset, wanted, broken);
    }
    position += count;
    return count;
  }

  private int next(byte[] target, int offset, int wanted) throws IOException {
    int count = content.bytes().read(target, offset, wanted);
    if (count <= 0) {
      throw new EOFException("the server sends nothing");
    }
    return count;
  }

  private int resume(byte[] target, int offset, int wanted, Exception broken) throws IOException {
    caller.resuming(
        "reading \"%s\" broke off after %d of %d bytes".formatted(name, position, content.size()),
        broken);
    String what = "cannot go on reading \"" + name + "\"";
    try {
      return caller.attempt(
          what,
          () -> {
            content.abort().run();
            content = requests.resume(key, content.version(), position, content.size());
            return next(target, offset, wanted);
          });
    } catch (IOException | RuntimeException e) {
      if (caller.is(BucketFailure.Kind.TRANSIENT, e)) {
        throw new IOException(
            "the connection breaks again and again after %d of %d bytes of \"%s\": %s"
                .formatted(position, content.size(), name, e.getMessage()),
            e);
      }
      throw caller.translate(e, what);
    }
  }

  /** Ends the connection, instead of reading all that is left. */
  @Override
  public void close() throws IOException {
    if (position < content.size()) {
      content.abort().run();
    }
    content.bytes().close();
  }
}
