package org.nessiebackup.segment;

import java.util.Optional;
import org.nessiebackup.crypto.Decryption;

/**
 * What it takes to read a segment.
 *
 * @param decryption the keys
 * @param dictionary the rows it was compressed with; absent for a segment that needs no other
 */
public record SegmentDecoder(Decryption decryption, Optional<SegmentDictionary> dictionary) {
  /** For what is not encrypted, and needs no other. */
  public static final SegmentDecoder PLAIN = of(new Decryption.None());

  /** For what needs no other. */
  public static SegmentDecoder of(Decryption decryption) {
    return new SegmentDecoder(decryption, Optional.empty());
  }
}
