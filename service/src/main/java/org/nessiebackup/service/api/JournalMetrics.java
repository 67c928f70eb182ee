package org.nessiebackup.service.api;

import java.time.Duration;
import org.nessiebackup.journal.JournalOptions;
import org.nessiebackup.journal.JournalStatusReport;
import org.nessiebackup.report.metrics.Metric;
import org.nessiebackup.report.metrics.MetricPage;
import org.nessiebackup.service.fleet.JournalState;
import org.nessiebackup.service.fleet.JournalState.Phase;

/** What Prometheus is told of a journal that is followed here. */
final class JournalMetrics {
  private JournalMetrics() {}

  /** Nothing, where somebody else knows more. */
  static void write(JournalState state, JournalOptions options, MetricPage page) {
    if (state.phase() == Phase.UNKNOWN) {
      return;
    }
    page.value(Metric.JOURNAL_FOLLOWED, state.phase() == Phase.FOLLOWED ? 1 : 0)
        .value(Metric.JOURNAL_ENDED, state.phase() == Phase.ENDED ? 1 : 0)
        .value(Metric.JOURNAL_SLOT_LIMIT, options.limits().retained());
    state
        .reachedAt()
        .ifPresent(
            at -> {
              Duration lag = Duration.between(at, page.now());
              page.time(Metric.JOURNAL_REACHED, at)
                  .span(Metric.JOURNAL_LAG, lag.isNegative() ? Duration.ZERO : lag);
            });
    state.server().ifPresent(server -> write(server, page));
  }

  private static void write(JournalStatusReport.Server server, MetricPage page) {
    server.lagBytes().ifPresent(bytes -> page.value(Metric.JOURNAL_LAG_BYTES, bytes));
    server
        .slotState()
        .ifPresent(
            slot -> {
              page.value(Metric.JOURNAL_SLOT_RETAINED, slot.retained());
              slot.safe().ifPresent(bytes -> page.value(Metric.JOURNAL_SLOT_SAFE, bytes));
            });
  }
}
