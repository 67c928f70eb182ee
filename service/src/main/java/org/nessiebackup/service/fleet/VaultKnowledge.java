package org.nessiebackup.service.fleet;

import java.time.Instant;
import java.util.List;
import org.nessiebackup.report.VaultNotes;
import org.nessiebackup.retention.PrunePlan;
import org.nessiebackup.status.StatusReport;
import org.nessiebackup.vault.backups.BackupEntry;

/**
 * What is known of a vault as of one moment.
 *
 * @param points the recovery points, in the order in which they were taken
 * @param notes as {@code list} and {@code show} want them
 * @param status as {@code status} reports it, with the thresholds of the settings
 * @param retention what a prune would do
 */
public record VaultKnowledge(
    List<Point> points, VaultNotes notes, StatusReport status, PrunePlan retention) {
  /** Takes its own copy of the list. */
  public VaultKnowledge {
    points = List.copyOf(points);
  }

  /** As of when all this is known. */
  public Instant asOf() {
    return status.now();
  }

  /** The lines of {@code list}, in the order in which they were taken. */
  public List<BackupEntry> entries() {
    return points.stream().map(Point::entry).toList();
  }
}
