package org.nessiebackup.nessie;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.projectnessie.nessie.relocated.protobuf.ByteOutput;
import org.projectnessie.nessie.relocated.protobuf.ByteString;
import org.projectnessie.nessie.relocated.protobuf.UnsafeByteOperations;

/**
 * A part of an array, which nobody changes.
 *
 * @param from its first byte
 * @param to behind its last one
 */
@SuppressWarnings("ArrayRecordComponent") // Passed on, never compared.
public record Slice(byte[] array, int from, int to) {

  /** All of an array. */
  public static Slice of(byte[] array) {
    return new Slice(array, 0, array.length);
  }

  /** Of what Nessie's library has read: the bytes themselves where they lie together. */
  static Slice of(ByteString bytes) {
    Place place = new Place();
    try {
      UnsafeByteOperations.unsafeWriteTo(bytes, place);
    } catch (IOException impossible) {
      throw new UncheckedIOException("bytes in memory cannot be read", impossible);
    }
    return place.length == bytes.size() && place.array != null
        ? new Slice(place.array, place.offset, place.offset + place.length)
        : of(bytes.toByteArray());
  }

  /** The bytes alone, not to be changed. */
  public byte[] bytes() {
    return length() == array.length ? array : Arrays.copyOfRange(array, from, to);
  }

  /** How many bytes it has. */
  public int length() {
    return to - from;
  }

  /** The byte at a place. */
  public byte get(int place) {
    return array[from + place];
  }

  /** How many bytes are the same, from a place here and a place there on. */
  public int sameFrom(int place, Slice other, int otherPlace) {
    int different =
        Arrays.mismatch(array, from + place, to, other.array, other.from + otherPlace, other.to);
    return different < 0 ? length() - place : different;
  }

  /** Takes note of where the bytes are that it is given last. */
  private static final class Place extends ByteOutput {
    private byte[] array;
    private int offset;
    private int length;

    @Override
    public void writeLazy(byte[] bytes, int from, int count) {
      array = bytes;
      offset = from;
      length = count;
    }

    @Override
    public void write(byte value) {
      array = null;
    }

    @Override
    public void write(byte[] bytes, int from, int count) {
      array = null;
    }

    @Override
    public void write(ByteBuffer bytes) {
      array = null;
    }

    @Override
    public void writeLazy(ByteBuffer bytes) {
      array = null;
    }
  }
}
