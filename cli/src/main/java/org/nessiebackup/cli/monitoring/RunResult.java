package org.nessiebackup.cli.monitoring;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.nessiebackup.Failure;
import org.nessiebackup.cli.console.Tool;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.report.metrics.Metric;
import org.nessiebackup.report.metrics.MetricPage;
import org.nessiebackup.report.metrics.Metrics;

/**
 * How a run went.
 *
 * @param run the run
 * @param ended when it ended
 * @param exitCode its exit status
 * @param problem why that is not 0
 * @param view its result, or as much of it as there was
 */
record RunResult(
    Run run, Instant ended, int exitCode, Optional<Problem> problem, Optional<View> view) {
  /**
   * A run, which has begun.
   *
   * @param command its name, such as {@code key rewrap}
   * @param vault where the vault is, as it may be shown; empty if none was named
   * @param started when
   */
  record Run(String command, String vault, Instant started) {
    /** What distinguishes its metrics from those of others. */
    SortedMap<String, String> labels() {
      SortedMap<String, String> labels = new TreeMap<>();
      labels.put("command", command);
      if (!vault.isEmpty()) {
        labels.put("vault", vault);
      }
      return labels;
    }

    /** What can be said when it begins. */
    Metrics beginning() {
      return new MetricPage(started, labels()).time(Metric.RUN_STARTED, started).metrics();
    }
  }

  /**
   * Why a run is no success.
   *
   * @param failure the kind
   * @param message what went wrong
   * @param hint what to do
   */
  record Problem(Failure failure, String message, Optional<String> hint) {}

  Duration elapsed() {
    return Duration.between(run.started(), ended);
  }

  /** What can be said when it has ended. */
  Metrics metrics() {
    MetricPage page = new MetricPage(ended, run.labels());
    page.time(Metric.RUN_STARTED, run.started())
        .time(Metric.LAST_RUN, ended)
        .span(Metric.LAST_RUN_DURATION, elapsed())
        .value(Metric.LAST_RUN_EXIT_CODE, exitCode)
        .value(Metric.RUNS, 1)
        .value(Metric.BUILD, 1, "version", Tool.version());
    problem.ifPresentOrElse(
        each ->
            page.time(Metric.LAST_FAILURE, ended, "code", each.failure().label())
                .value(Metric.FAILURES, 1, "code", each.failure().label()),
        () -> page.time(Metric.LAST_SUCCESS, ended));
    view.ifPresent(each -> each.metrics(page));
    return page.metrics();
  }
}
