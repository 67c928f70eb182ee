package org.nessiebackup.segment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.nessiebackup.ByteSink;
import org.nessiebackup.Digests;

/**
 * Bytes that a segment is compressed with as if they stood before it. They are the COPY binary
 * stream of a few rows, so stock {@code zstd -D} takes them too, as raw content.
 */
public final class SegmentDictionary {
  private final byte[] bytes;

  /** Takes its own copy. */
  public SegmentDictionary(byte[] bytes) {
    this.bytes = bytes.clone();
  }

  /** Several, one after the other. */
  public static SegmentDictionary joined(List<SegmentDictionary> parts) {
    ByteBuffer all = ByteBuffer.allocate(parts.stream().mapToInt(SegmentDictionary::length).sum());
    parts.forEach(part -> all.put(part.bytes));
    return new SegmentDictionary(all.array());
  }

  /** The SHA-256 of the bytes, 64 hexadecimal digits. */
  public String sha256() {
    return Digests.hex(bytes);
  }

  /** How many bytes. */
  public int length() {
    return bytes.length;
  }

  /** Hands the bytes to whoever stores them as a segment of their own. */
  public void writeTo(ByteSink sink) throws IOException {
    sink.accept(bytes.clone(), 0, bytes.length);
  }

  /**
   * For the compressor, which only reads them: a copy of megabytes for each segment would be felt.
   */
  byte[] lent() {
    return bytes;
  }
}
