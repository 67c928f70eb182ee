package org.nessiebackup.segment;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.nessiebackup.crypto.Encryption;

/**
 * How a segment is stored.
 *
 * @param encryption for whom
 * @param dictionary rows to compress with, which a reader must have as well; absent for a segment
 *     that needs no other
 */
public record SegmentEncoder(Encryption encryption, Optional<SegmentDictionary> dictionary) {
  /** Readable by everybody, and by itself. */
  public static final SegmentEncoder PLAIN = of(new Encryption.None());

  /** Readable by itself. */
  public static SegmentEncoder of(Encryption encryption) {
    return new SegmentEncoder(encryption, Optional.empty());
  }

  ZstdOutputStreamNoFinalizer open(OutputStream stored) throws IOException {
    return SegmentCompression.compress(encryption.encrypt(stored), dictionary);
  }
}
