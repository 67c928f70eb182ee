package org.nessiebackup.store.gcs;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * The bytes of one generation of an object. Where a connection breaks, it goes on from there with a
 * new one; it never ends before the object does.
 */
final class GcsInput extends InputStream {
  /** Connections in a row that bring nothing, until we give up. */
  private static final int MOST_FRUITLESS = 5;

  private final GcsObjects objects;
  private final String name;
  private final long generation;
  private final long size;
  private InputStream body;
  private long position;
  private int fruitless;

  GcsInput(GcsObjects objects, String name, long generation, long size) throws IOException {
    this.objects = objects;
    this.name = name;
    this.generation = generation;
    this.size = size;
    this.body = size == 0 ? InputStream.nullInputStream() : objects.read(name, generation, 0);
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
    } catch (IOException e) {
      if (++fruitless > MOST_FRUITLESS) {
        throw new IOException(
            "the connection breaks again and again after %d of %d bytes of \"%s\""
                .formatted(position, size, name),
            e);
      }
      body.close();
      body = objects.read(name, generation, position);
      return 0;
    }
  }

  @Override
  public void close() throws IOException {
    body.close();
  }
}
