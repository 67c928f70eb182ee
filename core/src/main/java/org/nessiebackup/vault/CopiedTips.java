package org.nessiebackup.vault;

/**
 * Tips that were copied.
 *
 * @param count how many
 * @param bytes their size
 */
public record CopiedTips(long count, long bytes) {
  /** None. */
  public static final CopiedTips NONE = new CopiedTips(0, 0);
}
