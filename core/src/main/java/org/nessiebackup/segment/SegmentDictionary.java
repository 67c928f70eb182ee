package org.nessiebackup.segment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import org.nessiebackup.ByteSink;
import org.nessiebackup.Digests;

/**
 * Bytes that a segment is compressed with as if they stood before it. They are the COPY binary
 * stream of a few rows, so stock {@code zstd -D} takes them too, as raw content.
 */
public final class SegmentDictionary {
  private final byte[] array;
  private final int offset;
  private final int length;

  /** Takes its own copy. */
  public SegmentDictionary(byte[] bytes) {
    this(bytes.clone(), 0, bytes.length);
  }

  /** Some bytes of an array, which nobody changes any more: copies of megabytes would be felt. */
  SegmentDictionary(byte[] array, int offset, int length) {
    this.array = array;
    this.offset = offset;
    this.length = length;
  }

  /** Several, one after the other. */
  public static SegmentDictionary joined(List<SegmentDictionary> parts) {
    if (parts.size() == 1) {
      return parts.getFirst();
    }
    ByteBuffer all = ByteBuffer.allocate(parts.stream().mapToInt(SegmentDictionary::length).sum());
    parts.forEach(part -> all.put(part.array, part.offset, part.length));
    return new SegmentDictionary(all.array(), 0, all.position());
  }

  /** The SHA-256 of the bytes, 64 hexadecimal digits. */
  public String sha256() {
    MessageDigest sha256 = Digests.sha256();
    sha256.update(array, offset, length);
    return Digests.hex(sha256);
  }

  /** How many bytes. */
  public int length() {
    return length;
  }

  /** Hands the bytes to whoever stores them as a segment of their own. */
  public void writeTo(ByteSink sink) throws IOException {
    sink.accept(copy(), 0, length);
  }

  void writeTo(byte[] target, int at) {
    System.arraycopy(array, offset, target, at, length);
  }

  private byte[] copy() {
    return Arrays.copyOfRange(array, offset, offset + length);
  }

  /** For the compressor, which only reads them, and wants them alone. */
  byte[] lent() {
    return length == array.length ? array : copy();
  }

  /** Takes bytes that it only reads. */
  @FunctionalInterface
  interface Loan<T> {
    T of(byte[] array, int offset, int length);
  }

  /** For the decompressor, which takes them where they are. */
  <T> T lend(Loan<T> loan) {
    return loan.of(array, offset, length);
  }
}
