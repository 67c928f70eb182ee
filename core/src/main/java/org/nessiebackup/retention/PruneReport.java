package org.nessiebackup.retention;

import java.time.Duration;
import java.util.List;
import org.nessiebackup.BackupId;

/**
 * What a prune did.
 *
 * @param removed the backups that have gone
 * @param kept how many have stayed
 * @param orphans how many objects that belong to no backup were removed
 * @param freedBytes the size of all objects that have gone
 * @param locked names of objects that the store does not let go yet; the next prune tries again
 * @param elapsed how long it took
 */
public record PruneReport(
    List<BackupId> removed,
    int kept,
    int orphans,
    long freedBytes,
    List<String> locked,
    Duration elapsed) {
  /** Takes its own copies of the lists. */
  public PruneReport {
    removed = List.copyOf(removed);
    locked = List.copyOf(locked);
  }
}
