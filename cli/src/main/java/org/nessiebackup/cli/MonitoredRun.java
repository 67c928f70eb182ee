package org.nessiebackup.cli;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.nessiebackup.cli.command.CommandName;
import org.nessiebackup.cli.console.Diagnostics;
import org.nessiebackup.cli.console.ErrorReport;
import org.nessiebackup.cli.console.Invocation;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.cli.monitoring.MonitoringSettings;
import org.nessiebackup.cli.monitoring.RunMonitor;
import org.nessiebackup.cli.option.EarlyOptions;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** A run, as those who look from outside see it. */
final class MonitoredRun {
  private final Invocation invocation;
  private final EarlyOptions early;
  private String command = "";
  private Optional<RunMonitor> monitoring = Optional.empty();

  MonitoredRun(Invocation invocation, EarlyOptions early) {
    this.invocation = invocation;
    this.early = early;
  }

  /** A command line was understood, and begins. */
  void begin(ParseResult parsed) {
    command = CommandName.of(parsed);
    if (CommandName.isMonitored(parsed)) {
      monitor(CommandName.isPlan(parsed) ? MonitoringSettings::ofPlan : UnaryOperator.identity());
    }
  }

  private void monitor(UnaryOperator<MonitoringSettings> heard) {
    Diagnostics diagnostics = diagnostics();
    monitoring =
        RunMonitor.begin(
            heard.apply(early.monitoring().settings(diagnostics::warning)),
            command,
            early.vaultName(),
            invocation,
            diagnostics);
  }

  /** It has ended with a result. */
  void succeeded(View result) {
    monitoring.ifPresent(each -> each.succeeded(result));
    monitoring = Optional.empty();
  }

  /** It was not understood: a schedule with a wrong option fails as well. */
  int refused(ErrorReport error, CommandLine line) {
    if (monitoring.isEmpty()) {
      command = CommandName.of(line);
      if (CommandName.isMonitored(line)) {
        monitor(UnaryOperator.identity());
      }
    }
    return failed(error, Optional.empty());
  }

  /** It has ended with an error, which is reported first of all. */
  int failed(ErrorReport error, Optional<View> partial) {
    int status = diagnostics().error(error);
    monitoring.ifPresent(each -> each.failed(error.without(invocation.redaction()), partial));
    monitoring = Optional.empty();
    return status;
  }

  private Diagnostics diagnostics() {
    return new Diagnostics(
        invocation,
        early.global().format(),
        early.global().logFormat(),
        early.global().verbosity(),
        command);
  }
}
