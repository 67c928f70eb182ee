package org.nessiebackup.segment;

/**
 * A row as a key list knows it.
 *
 * @param key the first half of its {@link KeyHash}: not to be relied on alone, since who may choose
 *     keys can find two with the same
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
