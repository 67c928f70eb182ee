package org.nessiebackup.cli.drill;

import java.util.List;
import java.util.stream.Collectors;
import org.nessiebackup.cli.console.ExitCodes;
import org.nessiebackup.cli.console.Json;
import org.nessiebackup.cli.console.Text;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.Tone;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.drill.DrillReport;
import org.nessiebackup.drill.DrillReport.Outcome;
import org.nessiebackup.drill.DrillReport.StepResult;
import org.nessiebackup.report.DrillJson;
import org.nessiebackup.report.metrics.Metric;
import org.nessiebackup.report.metrics.MetricPage;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a {@code drill} has proven.
 *
 * @param report all of it
 * @param files where the report was written as well
 */
record DrillView(DrillReport report, List<String> files) implements View {
  private static final int OUTCOMES = 12;

  /** Takes its own copy of the list. */
  DrillView {
    files = List.copyOf(files);
  }

  @Override
  public int exitCode() {
    return report.passed() ? ExitCodes.DONE : ExitCodes.FOUND;
  }

  @Override
  public String problem() {
    return report.failure().map(DrillView::sentence).orElse("");
  }

  private static String sentence(StepResult failed) {
    return "the drill failed at step \"%s\": %s".formatted(failed.step().label(), failed.summary());
  }

  @Override
  public void text(TextPage page) {
    page.state(
        report.passed() ? Tone.GOOD : Tone.BAD,
        verdict(report.passed()),
        0,
        ": restore of " + report.subject().backup().restored().point().words());
    page.field("target", report.place().description());
    report.nessie().ifPresent(each -> page.field("nessie", each.description()));
    for (StepResult step : report.course().steps()) {
      String outcome = outcome(step.outcome());
      boolean timed = step.outcome() == Outcome.PROVEN || step.outcome() == Outcome.FAILED;
      page.field(
          step.step().label(),
          tone(step.outcome()),
          outcome,
          " ".repeat(OUTCOMES - outcome.length())
              + "%8s  %s".formatted(timed ? Text.duration(step.took()) : "", step.summary()));
      if (step.outcome() == Outcome.FAILED) {
        step.details().forEach(detail -> page.field("", detail));
      }
    }
    page.field(
        "recovery",
        Text.duration(report.recovery())
            + report.course().phases().stream()
                .map(phase -> phase.name() + " " + Text.duration(phase.took()))
                .collect(Collectors.joining(", ", ": ", "")));
    report.warnings().forEach(warning -> page.field("remark", warning));
    files.forEach(file -> page.field("report", file));
  }

  static String verdict(boolean passed) {
    return passed ? "PASSED" : "FAILED";
  }

  private static Tone tone(Outcome outcome) {
    return switch (outcome) {
      case PROVEN -> Tone.GOOD;
      case NOT_PROVEN, NOT_REACHED -> Tone.PLAIN;
      case FAILED -> Tone.BAD;
    };
  }

  static String outcome(Outcome outcome) {
    return switch (outcome) {
      case PROVEN -> "proven";
      case NOT_PROVEN -> "not proven";
      case FAILED -> "FAILED";
      case NOT_REACHED -> "not reached";
    };
  }

  @Override
  public void metrics(MetricPage page) {
    page.time(Metric.LAST_DRILL, report.run().ended())
        .value(Metric.LAST_DRILL_PASSED, report.passed() ? 1 : 0);
    if (report.passed()) {
      page.time(Metric.LAST_GOOD_DRILL, report.run().ended());
      report
          .course()
          .phases()
          .forEach(phase -> page.span(Metric.DRILL_PHASE, phase.took(), "phase", phase.name()));
    }
  }

  /** The report as a document of its own: what the summary says, for a file. */
  String document() {
    return Json.document("drill", exitCode(), this::json);
  }

  @Override
  public void json(ObjectNode summary) {
    DrillJson.RESULT.write(summary, new DrillJson.Result(report, files));
  }
}
