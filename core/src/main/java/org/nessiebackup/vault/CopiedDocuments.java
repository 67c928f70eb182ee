package org.nessiebackup.vault;

/**
 * Documents that were copied: tips, or files of a journal.
 *
 * @param count how many
 * @param bytes their size
 */
public record CopiedDocuments(long count, long bytes) {
  /** None. */
  public static final CopiedDocuments NONE = new CopiedDocuments(0, 0);
}
