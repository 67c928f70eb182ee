package org.nessiebackup.catalog;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Numbers by their places, 0 where none was set. There may be millions, so they are kept in pieces:
 * to have more of them never means to copy. One thread at a time sets.
 */
public final class ChunkedNumbers {
  private static final int PLACES = 1 << 10;
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private final int width;
  private byte[][] pieces = {};

  private ChunkedNumbers(int width) {
    this.width = width;
  }

  /** A column of int values. */
  public static ChunkedNumbers ofInts() {
    return new ChunkedNumbers(Integer.BYTES);
  }

  /** A column of long values. */
  public static ChunkedNumbers ofLongs() {
    return new ChunkedNumbers(Long.BYTES);
  }

  /** The value at a place. */
  public int getInt(int place) {
    int piece = place / PLACES;
    return piece < pieces.length ? (int) INTS.get(pieces[piece], place % PLACES * width) : 0;
  }

  /** The value at a place. */
  public long getLong(int place) {
    int piece = place / PLACES;
    return piece < pieces.length ? (long) LONGS.get(pieces[piece], place % PLACES * width) : 0;
  }

  /** Sets the value at a place. */
  public void set(int place, int value) {
    INTS.set(piece(place), place % PLACES * width, value);
  }

  /** Sets the value at a place. */
  public void set(int place, long value) {
    LONGS.set(piece(place), place % PLACES * width, value);
  }

  private byte[] piece(int place) {
    int piece = place / PLACES;
    for (int next = pieces.length; next <= piece; next = pieces.length) {
      pieces = Arrays.copyOf(pieces, next + 1);
      pieces[next] = new byte[PLACES * width];
    }
    return pieces[piece];
  }
}
