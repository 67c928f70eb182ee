package org.nessiebackup.files;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Avro's binary encoding, which says how long things are before they come. So whatever is longer
 * than it can be is refused before memory is taken for it, and there is an end to all that is read.
 */
final class AvroInput {
  private static final int LONGEST_VARINT = 70;

  private final InputStream in;
  private long left;

  /**
   * Reads from a stream.
   *
   * @param most how many bytes, and values without any, are read at most
   */
  AvroInput(InputStream in, long most) {
    this.in = in;
    this.left = most;
  }

  /** Whether there is nothing more. */
  boolean atEnd() throws IOException {
    in.mark(1);
    boolean end = in.read() < 0;
    in.reset();
    return end;
  }

  long number() throws IOException {
    long value = 0;
    for (int shift = 0; shift < LONGEST_VARINT; shift += 7) {
      int next = oneByte();
      value |= (long) (next & 0x7F) << shift;
      if ((next & 0x80) == 0) {
        return (value >>> 1) ^ -(value & 1);
      }
    }
    throw new IOException("it holds a number without an end");
  }

  String text(int longest) throws IOException {
    return new String(bytes(longest), StandardCharsets.UTF_8);
  }

  byte[] bytes(int longest) throws IOException {
    long length = number();
    if (length < 0 || length > longest) {
      throw new IOException("it holds a value of %d bytes, %d at most".formatted(length, longest));
    }
    return fixed((int) length);
  }

  byte[] fixed(int length) throws IOException {
    spend(length);
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("it is cut off");
    }
    return bytes;
  }

  void skip(long length) throws IOException {
    if (length < 0) {
      throw new IOException("it holds a value of %d bytes".formatted(length));
    }
    spend(length);
    in.skipNBytes(length);
  }

  /** Counts a value that may have no byte. */
  void countOne() throws IOException {
    spend(1);
  }

  private int oneByte() throws IOException {
    spend(1);
    int next = in.read();
    if (next < 0) {
      throw new EOFException("it is cut off");
    }
    return next;
  }

  private void spend(long length) throws IOException {
    left -= length;
    if (left < 0) {
      throw new IOException("it holds more than is ever read");
    }
  }
}
