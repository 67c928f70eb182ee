package org.nessiebackup.vault.tip;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Collection;
import java.util.Optional;
import org.nessiebackup.ByteSink;
import org.nessiebackup.crypto.Encryption;
import org.nessiebackup.manifest.TipRows;
import org.nessiebackup.segment.HeldSegment;
import org.nessiebackup.segment.KeyHash;
import org.nessiebackup.segment.SegmentDictionary;
import org.nessiebackup.segment.SegmentEncoder;
import org.nessiebackup.segment.SegmentSummary;

/**
 * Takes the rows of a table for a tip, as one COPY binary stream. What is to be stored is held in
 * memory, so whoever gives rows looks at {@link #isFull} after each few.
 */
public final class TipEncoder implements ByteSink, AutoCloseable {
  /** So that references and objects fit into one document, in base64. */
  static final int LARGEST = 5 << 20;

  private final RowHistory.Choice choice;
  private final HeldSegment segment;

  TipEncoder(RowHistory.Choice choice, Encryption encryption, int fields) throws IOException {
    this.choice = choice;
    this.segment =
        new HeldSegment(fields, new SegmentEncoder(encryption, choice.rows()), RowHistory.LARGEST);
  }

  /** Rows of which {@link TipWriter#publish} makes a tip. */
  static final class Rows {
    private final TipRows stored;
    private final Optional<SegmentDictionary> raw;

    private Rows(TipRows stored, Optional<SegmentDictionary> raw) {
      this.stored = stored;
      this.raw = raw;
    }

    TipRows stored() {
      return stored;
    }

    Optional<SegmentDictionary> raw() {
      return raw;
    }
  }

  @Override
  public void accept(byte[] bytes, int offset, int length) throws IOException {
    segment.accept(bytes, offset, length);
  }

  /** Whether there are more rows than a tip can hold; then it cannot be published. */
  public boolean isFull() {
    return segment.storedBytes() > LARGEST;
  }

  Rows finish() throws IOException {
    return finish(Optional.empty());
  }

  Rows finish(Collection<KeyHash> keys, Encryption ofKeys) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(keys.size() * KeyHash.BYTES);
    keys.forEach(key -> key.write(bytes));
    ByteArrayOutputStream encrypted = new ByteArrayOutputStream();
    try (OutputStream out = ofKeys.encrypt(encrypted)) {
      out.write(bytes.array());
    }
    return finish(Optional.of(base64(encrypted.toByteArray())));
  }

  private Rows finish(Optional<String> keys) throws IOException {
    HeldSegment.Finished finished = segment.finish();
    SegmentSummary summary = finished.summary();
    TipRows rows =
        new TipRows(
            summary.rows(),
            summary.rawBytes(),
            summary.digest().hex(),
            choice.described(),
            Base64.getEncoder().encodeToString(finished.content()),
            keys);
    return new Rows(rows, finished.stream());
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** Frees memory; after an error, the place to call it. */
  @Override
  public void close() throws IOException {
    segment.close();
  }
}
