package org.nessiebackup.imports.value;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes that grow, up to the longest row that is imported. */
public final class RowBuffer {
  /** Text of one row, without long values of bytes, which are taken out as they come. */
  static final int LONGEST = 32 * 1024 * 1024;

  /** More than this is more than a row may have. */
  public static final class TooLongException extends RuntimeException {
    TooLongException(String message) {
      super(message);
    }
  }

  private final Runnable overflow;
  private byte[] bytes = new byte[1024];
  private int length;

  /** Grows as long as it may. */
  public RowBuffer() {
    this(() -> {});
  }

  /**
   * Asks for room before it grows beyond {@link LargeBytes#LONG_TEXT}.
   *
   * @param overflow takes bytes away, if it can
   */
  public RowBuffer(Runnable overflow) {
    this.overflow = overflow;
  }

  public void clear() {
    length = 0;
  }

  public int length() {
    return length;
  }

  byte at(int index) {
    return bytes[index];
  }

  /** The bytes themselves, of which the first {@link #length} count. */
  public byte[] array() {
    return bytes;
  }

  void set(int index, int value) {
    bytes[index] = (byte) value;
  }

  /** Forgets the bytes from an index on. */
  void truncate(int newLength) {
    length = newLength;
  }

  public void octet(int value) {
    makeRoom(1);
    bytes[length++] = (byte) value;
  }

  public void append(byte[] from, int offset, int count) {
    makeRoom(count);
    System.arraycopy(from, offset, bytes, length, count);
    length += count;
  }

  public void append(byte[] from) {
    append(from, 0, from.length);
  }

  public void append(String text) {
    append(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The bytes from an index on as text. */
  public String text(int start) {
    return new String(bytes, start, length - start, StandardCharsets.UTF_8);
  }

  private void makeRoom(int count) {
    if (bytes.length - length >= count) {
      return;
    }
    if (length >= LargeBytes.LONG_TEXT) {
      overflow.run();
      if (bytes.length - length >= count) {
        return;
      }
    }
    long wanted = (long) length + count;
    if (wanted > LONGEST) {
      throw new TooLongException(
          "has values that are longer than %d MiB as text".formatted(LONGEST >> 20));
    }
    bytes = Arrays.copyOf(bytes, (int) Math.min(LONGEST, wanted + wanted / 2));
  }
}
