package org.nessiebackup.cli.copy;

import java.util.List;
import java.util.stream.Collectors;
import org.nessiebackup.BackupId;
import org.nessiebackup.cli.console.ExitCodes;
import org.nessiebackup.cli.console.Json;
import org.nessiebackup.cli.console.Text;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.cli.metrics.Metric;
import org.nessiebackup.cli.metrics.MetricPage;
import org.nessiebackup.copy.CopyPlan;
import org.nessiebackup.copy.CopyReport;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a {@code copy} did. */
public record CopyView(CopyReport report) implements View {
  @Override
  public String command() {
    return "copy";
  }

  @Override
  public int exitCode() {
    return report.complete() ? ExitCodes.DONE : ExitCodes.FOUND;
  }

  @Override
  public void text(TextPage page) {
    page.line(
        "copied %s to \"%s\", %s written"
            .formatted(
                Text.count(report.copied().size(), "backup"),
                report.target(),
                Text.bytes(report.bytes())));
    report.copied().forEach(id -> page.field("copied", id.value()));
    page.field("there", Text.count(report.present(), "backup") + " before");
    report.failed().forEach(each -> page.field("NOT COPIED", each.id() + ": " + each.message()));
    page.field("time", Text.duration(report.elapsed()));
  }

  @Override
  public void metrics(MetricPage page) {
    // What stands behind a question mark says how to reach a bucket, and does not name it.
    String target = report.target().replaceFirst("(?s)\\?.*", "");
    page.value(Metric.COPY_BACKUPS, report.present() + report.copied().size(), "target", target)
        .value(Metric.COPY_FAILED, report.failed().size(), "target", target);
    if (report.complete()) {
      page.time(Metric.COPY_COMPLETE, page.now(), "target", target);
    }
  }

  @Override
  public String problem() {
    return report.failed().stream()
        .map(each -> "\"%s\": %s".formatted(each.id(), each.message()))
        .collect(Collectors.joining("; ", "not copied: ", ""));
  }

  @Override
  public void json(ObjectNode summary) {
    summary.put("dry_run", false);
    members(report, summary);
  }

  /** What a copy did, also as a part of another result. */
  public static void members(CopyReport report, ObjectNode node) {
    node.put("mode", report.mode().label());
    node.put("target", report.target());
    Json.strings(node, "copied", report.copied().stream().map(BackupId::value).toList());
    node.put("present", report.present());
    failed(report.failed(), node.putArray("failed"));
    node.put("bytes", report.bytes());
    node.put("seconds_elapsed", Json.seconds(report.elapsed()));
  }

  static void failed(List<CopyPlan.Failed> failed, ArrayNode array) {
    failed.forEach(
        each -> array.addObject().put("id", each.id().value()).put("message", each.message()));
  }
}
