package org.nessiebackup.service.api;

import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import org.nessiebackup.report.metrics.Metric;
import org.nessiebackup.report.metrics.MetricPage;
import org.nessiebackup.report.metrics.Metrics;
import org.nessiebackup.service.fleet.ReplicaHealth;
import org.nessiebackup.service.fleet.ReplicaHealth.Phase;

/** What Prometheus is told of a replica that is looked after here. */
final class ReplicaMetrics {
  private ReplicaMetrics() {}

  /** Nothing of one that is not there. */
  static Metrics of(ReplicaHealth replica, SortedMap<String, String> labels, Instant now) {
    TreeMap<String, String> own = new TreeMap<>(labels);
    own.put("replica", replica.name());
    MetricPage page = new MetricPage(now, own);
    if (replica.phase().isLive()) {
      boolean follows = replica.phase() == Phase.FOLLOWING || replica.phase() == Phase.BEHIND;
      page.value(Metric.REPLICA_FOLLOWING, follows ? 1 : 0)
          .value(Metric.REPLICA_RETAINED_LIMIT, replica.slot().limit())
          .value(Metric.REPLICA_CLIENTS, replica.clients());
      replica.lag(now).ifPresent(lag -> page.span(Metric.REPLICA_LAG, lag));
      replica.slot().behind().ifPresent(bytes -> page.value(Metric.REPLICA_LAG_BYTES, bytes));
      replica.slot().retained().ifPresent(bytes -> page.value(Metric.REPLICA_RETAINED, bytes));
    }
    return page.metrics();
  }
}
