package org.nessiebackup.service.api;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.nessiebackup.Failure;
import org.nessiebackup.report.metrics.Metric;
import org.nessiebackup.report.metrics.MetricPage;
import org.nessiebackup.report.metrics.Metrics;
import org.nessiebackup.service.run.CommandResult;
import org.nessiebackup.service.run.Run;

/** What the last runs of a catalog tell, as commands tell it that are executed by a scheduler. */
final class RunMetrics {
  private RunMetrics() {}

  static Metrics of(List<Run> runs, String vault, Instant now) {
    Map<String, List<Run>> byCommand =
        runs.stream()
            .collect(
                Collectors.groupingBy(
                    run -> run.command().name(), TreeMap::new, Collectors.toList()));
    Metrics all = Metrics.NONE;
    for (Map.Entry<String, List<Run>> each : byCommand.entrySet()) {
      MetricPage page =
          new MetricPage(now, new TreeMap<>(Map.of("vault", vault, "command", each.getKey())));
      write(each.getValue(), page);
      all = all.with(page.metrics());
    }
    return all;
  }

  private static void write(List<Run> runs, MetricPage page) {
    runs.stream()
        .flatMap(run -> run.times().started().stream())
        .max(Comparator.naturalOrder())
        .ifPresent(at -> page.time(Metric.RUN_STARTED, at));
    newest(runs)
        .ifPresent(
            run -> {
              page.time(Metric.LAST_RUN, ended(run))
                  .value(Metric.LAST_RUN_EXIT_CODE, run.result().orElseThrow().status());
              run.times()
                  .started()
                  .ifPresent(
                      at -> page.span(Metric.LAST_RUN_DURATION, Duration.between(at, ended(run))));
            });
    newest(runs.stream().filter(run -> status(run) == 0).toList())
        .ifPresent(run -> page.time(Metric.LAST_SUCCESS, ended(run)));
    newest(runs.stream().filter(run -> status(run) > 0).toList())
        .ifPresent(run -> page.time(Metric.LAST_FAILURE, ended(run), "code", code(run)));
  }

  /** The last that has ended with a status. */
  private static Optional<Run> newest(List<Run> runs) {
    return runs.stream()
        .filter(run -> run.result().isPresent() && run.times().ended().isPresent())
        .max(Comparator.comparing(RunMetrics::ended));
  }

  private static Instant ended(Run run) {
    return run.times().ended().orElseThrow();
  }

  private static int status(Run run) {
    return run.result().map(CommandResult::status).orElse(-1);
  }

  /** The kind of failure; of a run that finished its work, what was found. */
  static String code(Run run) {
    return run.code()
        .orElseGet(
            () ->
                status(run) == Failure.STALE.exitCode()
                    ? Failure.STALE.label()
                    : Failure.FINDINGS.label());
  }
}
