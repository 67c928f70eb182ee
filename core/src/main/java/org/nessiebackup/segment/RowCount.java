package org.nessiebackup.segment;

/**
 * Rows as they were counted and digested.
 *
 * @param rows how many
 * @param digest their digest
 */
public record RowCount(long rows, RowDigest digest) {
  /** No rows. */
  public static final RowCount NONE = new RowCount(0, RowDigest.EMPTY);

  /** The rows of both. */
  public RowCount plus(RowCount other) {
    return new RowCount(rows + other.rows, digest.plus(other.digest));
  }

  /** The rows without the others, which are among them. */
  public RowCount minus(RowCount other) {
    return new RowCount(rows - other.rows, digest.minus(other.digest));
  }
}
