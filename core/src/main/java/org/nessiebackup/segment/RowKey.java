package org.nessiebackup.segment;

/**
 * A row as a key list knows it.
 *
 * @param key the first eight bytes of the SHA-256 of its key: the fields of the key as they are in
 *     the tuple, each with its length
 * @param row the last eight bytes of the SHA-256 of the tuple, so that the sum over some rows is
 *     the tail of their digest ({@link RowDigest#d})
 */
public record RowKey(long key, long row) {
  /** Takes keys of rows. */
  @FunctionalInterface
  public interface Sink {
    /** The next one. */
    void accept(RowKey key) throws java.io.IOException;
  }
}
