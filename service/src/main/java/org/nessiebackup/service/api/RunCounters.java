package org.nessiebackup.service.api;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.nessiebackup.report.metrics.Metric;
import org.nessiebackup.report.metrics.MetricPage;
import org.nessiebackup.report.metrics.Metrics;
import org.nessiebackup.service.run.Run;

/**
 * Counts the runs that end while the service is up. What it knows of from before is not counted: a
 * counter that begins anew with what was counted already would count it twice.
 */
final class RunCounters {
  private record Kind(String catalog, String command, String code) {}

  private final Instant since;
  private final Map<Kind, Long> counts = new HashMap<>();
  private Set<String> counted = Set.of();

  RunCounters(Instant since) {
    this.since = since;
  }

  /** Counts those that were not counted yet. */
  synchronized void count(List<Run> runs) {
    Set<String> seen = new HashSet<>();
    for (Run run : runs) {
      if (run.state().isOver()
          && run.times().ended().filter(at -> !at.isBefore(since)).isPresent()
          && run.result().isPresent()) {
        String name = run.catalog() + "/" + run.id();
        seen.add(name);
        if (!counted.contains(name)) {
          boolean good = run.result().get().status() == 0;
          Kind kind =
              new Kind(run.catalog(), run.command().name(), good ? "" : RunMetrics.code(run));
          counts.merge(kind, 1L, Long::sum);
        }
      }
    }
    counted = seen;
  }

  /** What was counted of a catalog. */
  synchronized Metrics of(String catalog, String vault, Instant now) {
    Map<String, Long> byCommand = new TreeMap<>();
    Metrics all = Metrics.NONE;
    for (Map.Entry<Kind, Long> each : counts.entrySet()) {
      Kind kind = each.getKey();
      if (kind.catalog().equals(catalog)) {
        byCommand.merge(kind.command(), each.getValue(), Long::sum);
        if (!kind.code().isEmpty()) {
          MetricPage page = page(kind.command(), vault, now);
          page.value(Metric.FAILURES, each.getValue(), "code", kind.code());
          all = all.with(page.metrics());
        }
      }
    }
    for (Map.Entry<String, Long> each : byCommand.entrySet()) {
      MetricPage page = page(each.getKey(), vault, now);
      all = all.with(page.value(Metric.RUNS, each.getValue()).metrics());
    }
    return all;
  }

  private static MetricPage page(String command, String vault, Instant now) {
    return new MetricPage(now, new TreeMap<>(Map.of("vault", vault, "command", command)));
  }
}
