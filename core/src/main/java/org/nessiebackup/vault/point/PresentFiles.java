package org.nessiebackup.vault.point;

import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Lsn;
import org.nessiebackup.manifest.Manifest;

/**
 * Which files of a stretch of the journal are there, as listings say: what was proven once is so no
 * longer if what it was proven of has gone.
 */
final class PresentFiles {
  private final JournalRun run;
  private Optional<Holes> holes = Optional.empty();

  /**
   * Times of which files are missing.
   *
   * @param told whether that can be told at all
   */
  private record Holes(boolean told, List<JournalGap> found) {}

  PresentFiles(JournalRun run) {
    this.run = run;
  }

  /**
   * Whether nothing is missing that leads from one backup to another.
   *
   * @param from a backup that the stretch brings forward
   * @param to a later one
   */
  boolean lead(Manifest from, Manifest to) {
    Lsn end = BaseRules.base(to).orElseThrow().durableTo();
    return run.reach().to().compareTo(end) >= 0
        && holes().told()
        && holes().found().stream().noneMatch(hole -> lies(hole, from, to));
  }

  /** By clocks, so generously. */
  private static boolean lies(JournalGap hole, Manifest from, Manifest to) {
    return !hole.from().isAfter(to.snapshotAt().plus(BaseRules.WAIT))
        && hole.to().filter(end -> end.isBefore(from.snapshotAt().minus(BaseRules.WAIT))).isEmpty();
  }

  private Holes holes() {
    if (holes.isEmpty()) {
      holes = Optional.of(read());
    }
    return holes.get();
  }

  private Holes read() {
    try {
      return new Holes(true, run.holes());
    } catch (BackupException e) {
      if (e.failure().isOfOneManifest()) {
        return new Holes(false, List.of());
      }
      throw e;
    }
  }
}
