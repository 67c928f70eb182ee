package org.nessiebackup.manifest;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * The rows of a file of a journal, in the document itself.
 *
 * @param rows how many rows
 * @param rawBytes length of the COPY binary stream
 * @param dictionary the files of the epoch whose rows they are compressed with; absent if none
 * @param content what a segment's object would hold, in base64
 */
public record JournalRows(long rows, long rawBytes, Optional<Range> dictionary, String content) {
  /** The rows that others are compressed with are not larger together; in bytes. */
  public static final long MOST_OF_DICTIONARY = 4L << 20;

  /** The COPY binary stream of a file is not longer, in bytes. */
  public static final long MOST_BYTES = 12L << 20;

  /** Refuses impossible numbers, and content that is not in base64. */
  public JournalRows {
    if (rows < 1 || rawBytes < 0 || rawBytes > MOST_BYTES) {
      throw new IllegalArgumentException("the rows of a journal have impossible numbers");
    }
    Base64.getDecoder().decode(content.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** What a segment's object would hold. */
  public byte[] contentBytes() {
    return Base64.getDecoder().decode(content);
  }

  /** Without what is stored, which says nothing to anybody. */
  @Override
  public String toString() {
    return "%d rows in %d characters".formatted(rows, content.length());
  }

  /**
   * Those among these files that have rows.
   *
   * @param since number of the last file before that stands alone: whoever has read nothing begins
   *     there
   * @param first number of the first
   * @param last number of the last
   */
  public record Range(long since, long first, long last) {
    /** Refuses impossible numbers. */
    public Range {
      if (since < 1 || first < since || last < first) {
        throw new IllegalArgumentException("rows of a journal are compressed with impossible ones");
      }
    }
  }
}
