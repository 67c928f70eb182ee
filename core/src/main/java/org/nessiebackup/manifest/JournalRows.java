package org.nessiebackup.manifest;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;

/**
 * The rows of a file of a journal, in the document itself.
 *
 * @param rows how many rows
 * @param rawBytes length of the COPY binary stream
 * @param dictionary the files of the epoch whose rows they are compressed with; absent if none
 * @param content what a segment's object would hold
 */
public record JournalRows(long rows, long rawBytes, Optional<Range> dictionary, Content content) {
  /** The rows that others are compressed with are not larger together; in bytes. */
  public static final long MOST_OF_DICTIONARY = 4L << 20;

  /** The COPY binary stream of a file is not longer, in bytes. */
  public static final long MOST_BYTES = 12L << 20;

  /** Refuses impossible numbers. */
  public JournalRows {
    if (rows < 1 || rawBytes < 0 || rawBytes > MOST_BYTES) {
      throw new IllegalArgumentException("the rows of a journal have impossible numbers");
    }
  }

  /** What is stored, which stands in base64 in the document. It is megabytes, and not copied. */
  public static final class Content {
    private final byte[] bytes;

    /**
     * Takes it.
     *
     * @param bytes nobody changes them any more
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Content(byte[] bytes) {
      this.bytes = bytes;
    }

    /** The bytes, which nobody changes. */
    @JsonValue
    public byte[] lent() {
      return bytes;
    }

    /** How many they are. */
    public int length() {
      return bytes.length;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Content that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }

    /** Without what is stored, which says nothing to anybody. */
    @Override
    public String toString() {
      return bytes.length + " bytes";
    }
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
