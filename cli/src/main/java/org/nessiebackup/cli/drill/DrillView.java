package org.nessiebackup.cli.drill;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.nessiebackup.cli.console.ExitCodes;
import org.nessiebackup.cli.console.Json;
import org.nessiebackup.cli.console.Text;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.cli.metrics.Metric;
import org.nessiebackup.cli.metrics.MetricPage;
import org.nessiebackup.drill.DrillReport;
import org.nessiebackup.drill.DrillReport.Outcome;
import org.nessiebackup.drill.DrillReport.StepResult;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a {@code drill} has proven.
 *
 * @param report all of it
 * @param files where the report was written as well
 */
record DrillView(DrillReport report, List<String> files) implements View {
  /** Takes its own copy of the list. */
  DrillView {
    files = List.copyOf(files);
  }

  @Override
  public String command() {
    return "drill";
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
    page.line(
        "%s: restore of backup %s".formatted(verdict(report.passed()), report.subject().backup()));
    page.field("target", report.place().description());
    report.nessie().ifPresent(each -> page.field("nessie", each.description()));
    for (StepResult step : report.steps()) {
      page.field(
          step.step().label(),
          "%-10s  %8s  %s"
              .formatted(
                  outcome(step.outcome()),
                  step.outcome() == Outcome.PROVEN || step.outcome() == Outcome.FAILED
                      ? Text.duration(step.took())
                      : "",
                  step.summary()));
      if (step.outcome() == Outcome.FAILED) {
        step.details().forEach(detail -> page.field("", detail));
      }
    }
    page.field(
        "recovery",
        Text.duration(report.recovery())
            + report.phases().stream()
                .map(phase -> phase.name() + " " + Text.duration(phase.took()))
                .collect(Collectors.joining(", ", ": ", "")));
    report.warnings().forEach(warning -> page.field("remark", warning));
    files.forEach(file -> page.field("report", file));
  }

  static String verdict(boolean passed) {
    return passed ? "PASSED" : "FAILED";
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
    page.time(Metric.LAST_DRILL, report.ended())
        .value(Metric.LAST_DRILL_PASSED, report.passed() ? 1 : 0);
    if (report.passed()) {
      page.time(Metric.LAST_GOOD_DRILL, report.ended());
      report
          .phases()
          .forEach(phase -> page.span(Metric.DRILL_PHASE, phase.took(), "phase", phase.name()));
    }
  }

  /** The report as a document of its own: what the summary says, for a file. */
  String document() {
    ObjectNode document = Json.message("summary").put("command", command());
    document.put("exit_code", exitCode());
    json(document);
    return document.toPrettyString() + "\n";
  }

  @Override
  public void json(ObjectNode summary) {
    summary.put("passed", report.passed());
    report.failure().ifPresent(step -> summary.put("failed_step", step.step().label()));
    summary.put("backup_id", report.subject().backup().value());
    summary.put("began", Json.time(report.begun()));
    summary.put("ended", Json.time(report.ended()));
    summary.put("recovery_seconds", Json.seconds(report.recovery()));
    summary.put("tool", report.tool());
    summary.put("held_by", report.host());
    subject(summary.putObject("subject"));
    ObjectNode target = summary.putObject("target");
    target.put("description", report.place().description());
    report.place().serverVersion().ifPresent(version -> target.put("server_version", version));
    report.place().schema().ifPresent(schema -> target.put("schema", schema));
    report.nessie().ifPresent(each -> nessie(each, summary.putObject("nessie")));
    ArrayNode steps = summary.putArray("steps");
    report.steps().forEach(step -> step(step, steps.addObject()));
    ArrayNode phases = summary.putArray("phases");
    report
        .phases()
        .forEach(
            phase ->
                phases
                    .addObject()
                    .put("name", phase.name())
                    .put("seconds", Json.seconds(phase.took())));
    summary.put("sample", report.sampling().contents());
    summary.put("seed", report.sampling().seed());
    Json.strings(summary, "warnings", report.warnings());
    Json.strings(summary, "reports", files);
  }

  private void subject(ObjectNode node) {
    DrillReport.Subject subject = report.subject();
    node.put("vault", subject.vault());
    node.put("vault_id", subject.vaultId());
    node.put("type", subject.type().name().toLowerCase(Locale.ROOT));
    node.put("snapshot_at", Json.time(subject.snapshotAt()));
    node.put("source", subject.source());
    node.put("store_type", subject.storeType());
    node.put("encryption", subject.encryption());
    node.put("rows", subject.rows());
    ArrayNode members = node.putArray("members");
    for (DrillReport.Member member : subject.members()) {
      members
          .addObject()
          .put("id", member.id().value())
          .put("manifest_sha256", member.manifestSha256())
          .put("stored_bytes", member.storedBytes());
    }
    ArrayNode tables = node.putArray("tables");
    for (DrillReport.Table table : subject.tables()) {
      tables
          .addObject()
          .put("name", table.name())
          .put("rows", table.rows())
          .put("digest", table.digest());
    }
  }

  private static void nessie(DrillReport.NessieServer nessie, ObjectNode node) {
    node.put("description", nessie.description());
    nessie.version().ifPresent(version -> node.put("version", version));
    nessie.sha256().ifPresent(sha256 -> node.put("sha256", sha256));
    Json.strings(node, "repositories", nessie.repositories());
  }

  private static void step(StepResult step, ObjectNode node) {
    node.put("step", step.step().label());
    node.put("outcome", step.outcome().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    node.put("statement", step.step().statement());
    node.put("seconds", Json.seconds(step.took()));
    node.put("summary", step.summary());
    Json.strings(node, "details", step.details());
  }
}
