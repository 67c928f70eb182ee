package org.nessiebackup.cli.copy;

import java.util.stream.Collectors;
import org.nessiebackup.cli.console.ExitCodes;
import org.nessiebackup.cli.console.Text;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.copy.CopyReport;
import org.nessiebackup.report.CopyJson;
import org.nessiebackup.report.metrics.Metric;
import org.nessiebackup.report.metrics.MetricPage;
import tools.jackson.databind.node.ObjectNode;

/** What a {@code copy} did. */
public record CopyView(CopyReport report) implements View {
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
    if (report.written().tips() > 0) {
      page.field("tips", Text.count(report.written().tips()) + " copied");
    }
    if (report.written().journal() > 0) {
      page.field("journal", Text.count(report.written().journal(), "file") + " copied");
    }
    page.field("there", Text.count(report.present(), "backup") + " before");
    report.failed().forEach(each -> page.field("NOT COPIED", each.id() + ": " + each.message()));
    page.field("time", Text.duration(report.elapsed()));
  }

  @Override
  public void metrics(MetricPage page) {
    // What follows a question mark says how to reach a bucket, and does not name it.
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
    CopyJson.REPORT.done().write(summary, report);
  }
}
