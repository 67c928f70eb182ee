package org.nessiebackup.verify;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.nessiebackup.segment.SegmentReader;
import org.nessiebackup.segment.SegmentSummary;

/**
 * What can be said of an object without a key.
 *
 * @param summary its length and checksum
 * @param encrypted whether it begins as an age file does
 */
record StoredBytes(SegmentSummary summary, boolean encrypted) {
  private static final byte[] AGE = "age-encryption.org/v1\n".getBytes(StandardCharsets.US_ASCII);

  static StoredBytes read(InputStream stored) throws IOException {
    byte[] head = stored.readNBytes(AGE.length);
    SegmentSummary summary =
        SegmentReader.readStored(new SequenceInputStream(new ByteArrayInputStream(head), stored));
    return new StoredBytes(summary, Arrays.equals(head, AGE));
  }
}
