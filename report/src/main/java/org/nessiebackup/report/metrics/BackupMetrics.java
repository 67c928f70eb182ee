package org.nessiebackup.report.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.nessiebackup.manifest.Manifest;

/** What Prometheus is told of a backup. */
public final class BackupMetrics {
  private BackupMetrics() {}

  /**
   * Of the newest one of a vault.
   *
   * @param at the moment whose state it holds; absent if nobody knows, which must alarm somebody
   */
  public static void newest(Manifest manifest, Optional<Instant> at, int depth, MetricPage page) {
    page.time(Metric.NEWEST_BACKUP, at.orElse(Instant.EPOCH))
        .value(Metric.NEWEST_BACKUP_INFO, 1, "type", manifest.type().label())
        .span(
            Metric.NEWEST_BACKUP_DURATION,
            Duration.between(manifest.started(), manifest.finished()))
        .value(Metric.NEWEST_BACKUP_ROWS, manifest.wholeRows())
        .value(Metric.NEWEST_BACKUP_STORED_ROWS, manifest.rows())
        .value(Metric.NEWEST_BACKUP_RAW_BYTES, manifest.rawBytes())
        .value(Metric.NEWEST_BACKUP_STORED_BYTES, manifest.storedBytes())
        .value(Metric.NEWEST_BACKUP_CHAIN_DEPTH, depth);
  }

  /** Of the newest full one. */
  public static void newestFull(Manifest manifest, Optional<Instant> at, MetricPage page) {
    page.time(Metric.NEWEST_FULL_BACKUP, at.orElse(Instant.EPOCH))
        .value(Metric.NEWEST_FULL_BACKUP_RAW_BYTES, manifest.rawBytes())
        .value(Metric.NEWEST_FULL_BACKUP_STORED_BYTES, manifest.storedBytes());
  }
}
