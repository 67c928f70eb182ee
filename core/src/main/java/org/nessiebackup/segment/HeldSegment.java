package org.nessiebackup.segment;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import org.nessiebackup.ByteSink;

/**
 * Takes rows as one COPY binary stream for a document that holds them itself. What is to be stored
 * is held in memory, so whoever gives rows looks at how much that is.
 */
public final class HeldSegment implements ByteSink, AutoCloseable {
  private final ByteArrayOutputStream stored = new ByteArrayOutputStream();
  private final ByteArrayOutputStream raw = new ByteArrayOutputStream();
  private final SegmentWriter writer;
  private final int mostRemembered;
  private long rawBytes;

  /**
   * An empty one.
   *
   * @param fields the number of fields of each row
   * @param mostRemembered a longer stream cannot be what others are compressed with, in bytes
   */
  public HeldSegment(int fields, SegmentEncoder encoder, int mostRemembered) throws IOException {
    this.writer = new SegmentWriter(stored, fields, encoder);
    this.mostRemembered = mostRemembered;
  }

  /**
   * A segment as a document holds it.
   *
   * @param summary what is in it
   * @param content what is stored
   * @param stream the COPY binary stream; absent if it was too long to be remembered
   */
  @SuppressWarnings("ArrayRecordComponent") // Passed on, never compared.
  public record Finished(
      SegmentSummary summary, byte[] content, Optional<SegmentDictionary> stream) {}

  @Override
  public void accept(byte[] bytes, int offset, int length) throws IOException {
    writer.accept(bytes, offset, length);
    rawBytes += length;
    if (rawBytes <= mostRemembered) {
      raw.write(bytes, offset, length);
    }
  }

  /** How many bytes are certain to be stored. */
  public int storedBytes() {
    return stored.size();
  }

  /** The length of the COPY binary stream so far. */
  public long rawBytes() {
    return rawBytes;
  }

  /** Ends the segment; to be called once, after the last piece. */
  public Finished finish() throws IOException {
    SegmentSummary summary = writer.finish();
    return new Finished(
        summary,
        stored.toByteArray(),
        rawBytes <= mostRemembered ? Optional.of(remembered()) : Optional.empty());
  }

  private SegmentDictionary remembered() {
    byte[] stream = raw.toByteArray();
    return new SegmentDictionary(stream, 0, stream.length);
  }

  /** Frees memory; after an error, the place to call it. */
  @Override
  public void close() throws IOException {
    writer.close();
  }
}
