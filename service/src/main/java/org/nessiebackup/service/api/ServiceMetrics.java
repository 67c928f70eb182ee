package org.nessiebackup.service.api;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.nessiebackup.report.metrics.Metric;
import org.nessiebackup.report.metrics.MetricPage;
import org.nessiebackup.report.metrics.Metrics;
import org.nessiebackup.report.metrics.StatusMetrics;
import org.nessiebackup.service.event.EventLog;
import org.nessiebackup.service.fleet.CatalogState;
import org.nessiebackup.service.fleet.Fleet;
import org.nessiebackup.service.fleet.Verdict;
import org.nessiebackup.service.run.Run;
import org.nessiebackup.service.run.RunState;
import org.nessiebackup.service.run.Runs;
import org.nessiebackup.service.schedule.ScheduleState;
import org.nessiebackup.service.schedule.Schedules;

/** What Prometheus is told, from memory: what {@code status} would tell it, and the runs. */
final class ServiceMetrics {
  private final Fleet fleet;
  private final Runs runs;
  private final Schedules schedules;
  private final EventLog events;
  private final Clock clock;
  private final RunCounters counters;

  ServiceMetrics(Fleet fleet, Runs runs, Schedules schedules, EventLog events, Clock clock) {
    this.fleet = fleet;
    this.runs = runs;
    this.schedules = schedules;
    this.events = events;
    this.clock = clock;
    this.counters = new RunCounters(clock.instant());
  }

  /** All of it. */
  Metrics now() {
    Instant now = clock.instant();
    counters.count(runs.list());
    MetricPage service = new MetricPage(now, new TreeMap<>());
    service.value(Metric.LISTENERS, events.listeners());
    Metrics all = service.metrics();
    for (CatalogState state : fleet.states()) {
      all = all.with(of(state, now));
    }
    return all;
  }

  private Metrics of(CatalogState state, Instant now) {
    List<Run> own = runs.list(state.catalog());
    TreeMap<String, String> labels = new TreeMap<>();
    labels.put("catalog", state.catalog());
    MetricPage page = new MetricPage(now, labels);
    Verdict verdict = Verdict.of(state, own, now);
    page.value(Metric.CATALOG_LEVEL, 1, "level", verdict.level().label())
        .value(
            Metric.VAULT_REACHABLE, state.vault().isPresent() && state.trouble().isEmpty() ? 1 : 0)
        .value(Metric.RUNS_QUEUED, count(own, RunState.QUEUED))
        .value(Metric.RUNS_ACTIVE, count(own, RunState.RUNNING));
    verdict.safeAsOf().ifPresent(at -> page.time(Metric.CATALOG_SAFE, at));
    if (state.database().trouble().isPresent() || state.database().reached().isPresent()) {
      page.value(Metric.DATABASE_REACHABLE, state.database().trouble().isEmpty() ? 1 : 0);
    }
    Optional<ScheduleState> schedule = schedules.state(state.catalog());
    schedule.ifPresent(each -> page.value(Metric.SCHEDULE_LEADER, each.leader() ? 1 : 0));
    state.asOf().ifPresent(at -> page.time(Metric.VAULT_READ, at));
    if (state.vault().isEmpty()) {
      return page.metrics();
    }
    String vault = state.vault().get().status().location();
    page.value(Metric.CATALOG_INFO, 1, "vault", vault);
    labels.put("vault", vault);
    MetricPage ofVault = new MetricPage(now, labels);
    StatusMetrics.write(state.vault().get().status(), ofVault);
    fleet
        .served(state.catalog())
        .journal()
        .ifPresent(
            options ->
                state
                    .journal()
                    .ifPresent(journal -> JournalMetrics.write(journal, options, ofVault)));
    return page.metrics()
        .with(ofVault.metrics())
        .with(
            state
                .replica()
                .map(replica -> ReplicaMetrics.of(replica, labels, now))
                .orElse(Metrics.NONE))
        .with(RunMetrics.of(own, vault, now))
        .with(counters.of(state.catalog(), vault, now));
  }

  private static long count(List<Run> runs, RunState wanted) {
    return runs.stream().filter(run -> run.state() == wanted).count();
  }
}
