package org.nessiebackup.report.metrics;

import java.time.Duration;
import java.util.Comparator;
import org.nessiebackup.manifest.DrillRecord;
import org.nessiebackup.manifest.JournalProofRecord;
import org.nessiebackup.manifest.VerificationRecord;
import org.nessiebackup.status.StatusReport;

/** What Prometheus is told of a vault. */
public final class StatusMetrics {
  private StatusMetrics() {}

  /** All that a report knows. */
  public static void write(StatusReport report, MetricPage page) {
    report
        .newest()
        .backup()
        .ifPresent(
            each ->
                BackupMetrics.newest(
                    each.manifest(), each.time().recent(), report.newest().chainDepth(), page));
    report
        .newest()
        .full()
        .ifPresent(each -> BackupMetrics.newestFull(each.manifest(), each.time().recent(), page));
    page.value(Metric.VAULT_TIPS, report.counts().tips());
    report.newest().tip().ifPresent(each -> page.time(Metric.NEWEST_TIP, each.at()));
    report.newest().verified().ifPresent(each -> verified(each, page));
    report.newest().drills().newest().ifPresent(each -> drilled(each, page));
    report
        .newest()
        .drills()
        .newestPassed()
        .ifPresent(each -> page.time(Metric.LAST_GOOD_DRILL, each.ended()));
    report.newest().proofs().newest().ifPresent(each -> proven(each, page));
    report
        .newest()
        .proofs()
        .newestPassed()
        .ifPresent(each -> page.time(Metric.LAST_GOOD_JOURNAL_PROOF, each.at()));
    page.value(Metric.VAULT_BACKUPS, report.counts().backups())
        .value(Metric.VAULT_UNREADABLE, report.counts().unreadable())
        .value(Metric.VAULT_DAMAGED, report.counts().doubted())
        .value(Metric.VAULT_PINNED, report.counts().pinned())
        .value(Metric.VAULT_OBJECTS, report.usage().objects())
        .value(Metric.VAULT_BYTES, report.usage().bytes())
        .value(Metric.VAULT_UNFINISHED, report.usage().unfinished())
        .value(Metric.LEASES, report.leases().size())
        .span(Metric.LEASE_AGE, oldestLease(report));
    report.usage().freeBytes().ifPresent(free -> page.value(Metric.VAULT_FREE_BYTES, free));
  }

  private static void verified(VerificationRecord record, MetricPage page) {
    page.time(Metric.LAST_VERIFICATION, record.verified(), "depth", record.depth().label())
        .value(Metric.LAST_VERIFICATION_SOUND, record.sound() ? 1 : 0);
  }

  private static void drilled(DrillRecord record, MetricPage page) {
    page.time(Metric.LAST_DRILL, record.ended())
        .value(Metric.LAST_DRILL_PASSED, record.passed() ? 1 : 0);
  }

  private static void proven(JournalProofRecord record, MetricPage page) {
    page.time(Metric.LAST_JOURNAL_PROOF, record.at())
        .value(Metric.LAST_JOURNAL_PROOF_SOUND, record.failed() ? 0 : 1);
  }

  private static Duration oldestLease(StatusReport report) {
    return report.leases().stream()
        .map(held -> report.age(held.lease().acquired()))
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }
}
