package org.nessiebackup.cli.monitoring;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import org.nessiebackup.Failure;
import org.nessiebackup.Progress;
import org.nessiebackup.cli.console.ErrorReport;
import org.nessiebackup.cli.console.ExitCodes;
import org.nessiebackup.cli.console.Invocation;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.cli.delivery.BackgroundTasks;
import org.nessiebackup.cli.delivery.Message;
import org.nessiebackup.cli.delivery.SecretAddress;
import org.nessiebackup.cli.metrics.MetricsFile;
import org.nessiebackup.cli.metrics.PushGateway;
import org.nessiebackup.report.metrics.Metric;
import org.nessiebackup.report.metrics.Metrics;
import org.nessiebackup.store.FileErrors;

/**
 * Tells of one run: that it began, and how it went. Whatever fails here is a warning, and takes a
 * bounded time: a backup is not worse because nobody could be told of it.
 */
public final class RunMonitor {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  /** Who stops a process waits for half a minute, and cleaning up comes first. */
  private static final Duration LIMIT_WHEN_STOPPED = Duration.ofSeconds(5);

  /** The begin is of no interest any more when the end is known. */
  private static final Duration BEGINNING_LIMIT = Duration.ofSeconds(2);

  private final MonitoringSettings settings;
  private final RunResult.Run run;
  private final Invocation invocation;
  private final Progress log;
  private final BackgroundTasks beginning;

  private RunMonitor(
      MonitoringSettings settings, RunResult.Run run, Invocation invocation, Progress log) {
    this.settings = settings;
    this.run = run;
    this.invocation = invocation;
    this.log = log;
    this.beginning = new BackgroundTasks(LIMIT, log);
  }

  /**
   * Tells that a command begins, while it begins.
   *
   * @param vault where its vault is; empty if it needs none
   * @param invocation the process
   */
  public static Optional<RunMonitor> begin(
      MonitoringSettings settings,
      String command,
      String vault,
      Invocation invocation,
      Progress log) {
    if (settings.isEmpty()) {
      return Optional.empty();
    }
    RunResult.Run run =
        new RunResult.Run(
            command, invocation.redaction().message(vault), invocation.clock().instant());
    RunMonitor monitoring = new RunMonitor(settings, run, invocation, log);
    monitoring.reportBeginning();
    return Optional.of(monitoring);
  }

  private void reportBeginning() {
    addToFile(run.beginning());
    ping(beginning, "/start");
    settings
        .pushGateway()
        .map(PushGateway::new)
        .ifPresent(
            gateway ->
                beginning.begin(
                    "report to the push gateway",
                    sender -> gateway.add(run.beginning(), Optional.empty(), sender)));
  }

  /** Tells that it has ended with a result. */
  public void succeeded(View view) {
    Optional<RunResult.Problem> problem =
        ExitCodes.failure(view)
            .map(failure -> new RunResult.Problem(failure, view.problem(), Optional.empty()));
    end(
        new RunResult(
            run, invocation.clock().instant(), view.exitCode(), problem, Optional.of(view)));
  }

  /**
   * Tells that it has ended with an error.
   *
   * @param partial what was done before
   */
  public void failed(ErrorReport error, Optional<View> partial) {
    RunResult.Problem problem =
        new RunResult.Problem(error.failure(), error.message(), error.hint());
    end(
        new RunResult(
            run,
            invocation.clock().instant(),
            error.failure().exitCode(),
            Optional.of(problem),
            partial));
  }

  /** What is near comes first: if the process is killed now, it is there. */
  private void end(RunResult result) {
    Metrics report = result.metrics();
    writeTerminationLog(result);
    Optional<Metrics> former = addToFile(report);
    beginning.await(BEGINNING_LIMIT);
    beginning.close();
    boolean stopped =
        result.problem().filter(each -> each.failure() == Failure.INTERRUPTED).isPresent();
    try (BackgroundTasks tasks = new BackgroundTasks(stopped ? LIMIT_WHEN_STOPPED : LIMIT, log)) {
      ping(tasks, result.problem().isPresent() ? "/fail" : "");
      Optional<Metrics> known = former.or(() -> atGateway(tasks));
      push(report, known, tasks);
      event(result, known).ifPresent(event -> notify(new Notification(event, result), tasks));
      tasks.await();
    }
  }

  private void writeTerminationLog(RunResult result) {
    settings
        .terminationLog()
        .ifPresent(
            file -> {
              try {
                new TerminationLog(file).write(result, invocation.redaction());
              } catch (IOException e) {
                log.warning(
                    "cannot write \"%s\": %s".formatted(file, FileErrors.whyNotWritten(e, file)));
              }
            });
  }

  /** Returns what was there before. */
  private Optional<Metrics> addToFile(Metrics report) {
    return settings
        .metricsFile()
        .flatMap(
            file -> {
              try {
                return Optional.of(new MetricsFile(file).add(report));
              } catch (IOException e) {
                log.warning(
                    "cannot write metrics to \"%s\": %s"
                        .formatted(file, FileErrors.whyNotWritten(e, file)));
                return Optional.empty();
              }
            });
  }

  private void ping(BackgroundTasks tasks, String below) {
    settings
        .heartbeat()
        .map(address -> below.isEmpty() ? address : address.below(below))
        .ifPresent(
            address -> tasks.begin("heartbeat", sender -> sender.send(Message.get(address))));
  }

  private Optional<Metrics> atGateway(BackgroundTasks tasks) {
    return settings
        .pushGateway()
        .map(PushGateway::new)
        .flatMap(gateway -> tasks.request("question to the push gateway", gateway::former));
  }

  private void push(Metrics report, Optional<Metrics> former, BackgroundTasks tasks) {
    settings
        .pushGateway()
        .map(PushGateway::new)
        .ifPresent(
            gateway ->
                tasks.begin(
                    "report to the push gateway", sender -> gateway.add(report, former, sender)));
  }

  /** Every failure, and the first success after one, as far as anybody remembers. */
  private Optional<Notification.Event> event(RunResult result, Optional<Metrics> former) {
    if (result.problem().isPresent()) {
      return Optional.of(Notification.Event.FAILURE);
    }
    SortedMap<String, String> labels = run.labels();
    OptionalDouble failure = former.orElse(Metrics.NONE).greatest(Metric.LAST_FAILURE, labels);
    OptionalDouble success = former.orElse(Metrics.NONE).greatest(Metric.LAST_SUCCESS, labels);
    return failure.isPresent() && failure.getAsDouble() > success.orElse(0)
        ? Optional.of(Notification.Event.RECOVERY)
        : Optional.empty();
  }

  private void notify(Notification notification, BackgroundTasks tasks) {
    for (SecretAddress address : settings.notified()) {
      tasks.begin(
          "notification",
          sender ->
              sender.send(
                  notification.to(address, settings.notifyFormat(), invocation.redaction())));
    }
  }
}
