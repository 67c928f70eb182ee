package org.nessiebackup.copy;

import java.time.Duration;
import java.util.List;
import org.nessiebackup.BackupId;

/**
 * What was copied.
 *
 * @param mode byte for byte, or stored for other recipients
 * @param target where to
 * @param copied backups that are there now
 * @param present how many were there before
 * @param failed backups that could not be copied: damaged ones, and what builds on them
 * @param written how much was written
 * @param elapsed how long it took
 */
public record CopyReport(
    CopyPlan.Mode mode,
    String target,
    List<BackupId> copied,
    int present,
    List<CopyPlan.Failed> failed,
    Written written,
    Duration elapsed) {
  /** Takes its own copies of the lists. */
  public CopyReport {
    copied = List.copyOf(copied);
    failed = List.copyOf(failed);
  }

  /**
   * How much was written.
   *
   * @param tips how many tips there are now that were missing
   * @param journal how many files of the journal there are now that were missing
   * @param bytes how many bytes; less than the backups have if an earlier copy was stopped
   */
  public record Written(long tips, long journal, long bytes) {}

  /** How many bytes were written. */
  public long bytes() {
    return written.bytes();
  }

  /** Whether all that was asked for is there. */
  public boolean complete() {
    return failed.isEmpty();
  }
}
