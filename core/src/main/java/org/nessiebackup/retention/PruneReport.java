package org.nessiebackup.retention;

import java.time.Duration;
import java.util.List;
import org.nessiebackup.BackupId;

/**
 * What a prune did.
 *
 * @param removed the backups that have gone
 * @param kept how many have stayed
 * @param cleared what went besides backups
 * @param freedBytes the size of all objects that have gone
 * @param locked names of objects that the store does not let go yet; the next prune tries again
 * @param elapsed how long it took
 */
public record PruneReport(
    List<BackupId> removed,
    int kept,
    Cleared cleared,
    long freedBytes,
    List<String> locked,
    Duration elapsed) {
  /**
   * What went besides backups.
   *
   * @param orphans how many objects that belong to no backup were removed
   * @param tips how many tips
   * @param journal how many files of the journal
   */
  public record Cleared(int orphans, long tips, long journal) {
    /** Nothing. */
    public static final Cleared NOTHING = new Cleared(0, 0, 0);
  }

  /** How many objects that belong to no backup were removed. */
  public int orphans() {
    return cleared.orphans();
  }

  /** Takes its own copies of the lists. */
  public PruneReport {
    removed = List.copyOf(removed);
    locked = List.copyOf(locked);
  }
}
