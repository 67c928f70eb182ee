package org.nessiebackup.vault.tip;

/**
 * What lies in the folder of a backup's tips, as a listing says.
 *
 * @param count how many tips
 * @param last the greatest number; 0 if there are no tips
 * @param bytes the size of all objects
 */
public record StoredTips(long count, long last, long bytes) {
  /** Nothing. */
  public static final StoredTips NONE = new StoredTips(0, 0, 0);

  StoredTips plus(StoredTips other) {
    return new StoredTips(count + other.count, Math.max(last, other.last), bytes + other.bytes);
  }
}
