package org.nessiebackup.selective;

import java.time.Duration;
import java.util.List;
import org.nessiebackup.PointId;
import org.nessiebackup.nessie.ContentKey;
import org.nessiebackup.nessie.NessieReference;

/**
 * What was brought back.
 *
 * @param point the backup or the tip
 * @param branch the branch as it is now
 * @param before its head before
 * @param restored the keys that changed, with namespaces that had to come back
 * @param unchanged how many were as they should be
 * @param committing how long it took
 */
public record TableRestoreReport(
    PointId point,
    NessieReference branch,
    String before,
    List<ContentKey> restored,
    int unchanged,
    Duration committing) {

  /** Copies the list. */
  public TableRestoreReport {
    restored = List.copyOf(restored);
  }
}
