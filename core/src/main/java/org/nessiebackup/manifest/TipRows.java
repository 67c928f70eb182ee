package org.nessiebackup.manifest;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.nessiebackup.BackupId;

/**
 * Rows in a tip. They are stored as a segment is, and stand in the document itself, so that a tip
 * is one object, which is there or is not.
 *
 * @param rows how many rows
 * @param rawBytes length of the COPY binary stream
 * @param digest the digest of the rows, 64 hexadecimal digits
 * @param dictionary what they are compressed with; absent if with nothing
 * @param content what a segment's object would hold, in base64
 * @param keys the first 16 bytes of the SHA-256 of each row's key, one after the other, encrypted
 *     for the host key if the vault is encrypted, in base64; absent for references
 */
public record TipRows(
    long rows,
    long rawBytes,
    String digest,
    Optional<Dictionary> dictionary,
    String content,
    Optional<String> keys) {
  /** More than a document can hold. */
  private static final long MOST_BYTES = 1L << 40;

  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  /** Refuses impossible numbers. */
  public TipRows {
    if (rows < 0 || rawBytes < 0 || rawBytes > MOST_BYTES || !HASH.matcher(digest).matches()) {
      throw new IllegalArgumentException("the rows of a tip have impossible numbers");
    }
    checkBase64(content);
    keys.ifPresent(TipRows::checkBase64);
  }

  /** Throws if it is not, and takes no longer than a copy. */
  private static void checkBase64(String text) {
    Base64.getDecoder().decode(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** What a segment's object would hold. */
  public byte[] contentBytes() {
    return Base64.getDecoder().decode(content);
  }

  /** The keys as they are stored; empty if there are none. */
  public byte[] keyBytes() {
    return Base64.getDecoder().decode(keys.orElse(""));
  }

  /** About how many bytes {@link #contentBytes} and {@link #keyBytes} have. */
  public long storedBytes() {
    return (content.length() + keys.map(String::length).orElse(0)) * 3L / 4;
  }

  /** Without what is stored, which says nothing to anybody. */
  @Override
  public String toString() {
    return "%d rows in %d bytes".formatted(rows, storedBytes());
  }

  /**
   * What rows of a tip are compressed with: COPY binary streams, one after the other.
   *
   * @param backup the backup of the chain whose dictionary comes first; absent if none does
   * @param tips the tips whose rows of the same table come then; absent if none do
   */
  public record Dictionary(Optional<BackupId> backup, Optional<Range> tips) {
    /** Those of tips are not larger together, since they have to be held in memory; in bytes. */
    public static final long MOST_OF_TIPS = 4L << 20;

    /**
     * Those among these tips that have rows of the table.
     *
     * @param first number of the first
     * @param last number of the last
     */
    public record Range(long first, long last) {
      /** Refuses impossible numbers. */
      public Range {
        if (first < 1 || last < first) {
          throw new IllegalArgumentException("a tip is compressed with impossible tips");
        }
      }
    }

    /** Refuses an empty one. */
    public Dictionary {
      if (backup.isEmpty() && tips.isEmpty()) {
        throw new IllegalArgumentException("a tip is compressed with nothing");
      }
    }
  }
}
