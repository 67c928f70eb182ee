package org.nessiebackup.selective;

import java.time.Duration;
import java.util.Optional;
import org.nessiebackup.PointId;
import org.nessiebackup.nessie.NessieReference;

/**
 * What was brought back.
 *
 * @param point the backup or the tip
 * @param reference as it is now
 * @param before what there was of that name
 * @param added how many objects were added
 * @param commits its commits
 * @param adding how long the objects took
 * @param assigning how long Nessie took
 */
public record ReferenceRestoreReport(
    PointId point,
    NessieReference reference,
    Optional<NessieReference> before,
    long added,
    Commits commits,
    Duration adding,
    Duration assigning) {
  /**
   * Commits of a reference.
   *
   * @param all how many it has
   * @param gained how many of them it had not before
   * @param lost how many it has no more
   */
  public record Commits(long all, long gained, long lost) {}
}
