package org.nessiebackup.cli.restore;

import org.nessiebackup.cli.console.Text;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.report.RestoreJson;
import org.nessiebackup.report.metrics.Metric;
import org.nessiebackup.report.metrics.MetricPage;
import org.nessiebackup.restore.RestoreReport;
import org.nessiebackup.swap.StagedPoint;
import tools.jackson.databind.node.ObjectNode;

/** What a {@code restore} did. */
record RestoreView(RestoreReport report) implements View {
  @Override
  public void text(TextPage page) {
    StagedPoint point = report.restored().point();
    page.line("restored " + PointText.name(point.id()));
    PointText.lines(point.id(), point.state(), page);
    page.field(
        "into",
        "database \"%s\", schema \"%s\"".formatted(report.swapped().database(), report.schema()));
    page.field(
        "rows",
        "%s (%s), each read back and compared"
            .formatted(
                Text.count(report.restored().load().rows()),
                Text.bytes(report.restored().load().rawBytes())));
    page.field(
        "time",
        "%s loading, %s checking, %s swapping"
            .formatted(
                Text.duration(report.restored().load().loading()),
                Text.duration(report.restored().load().checking()),
                Text.duration(report.swapped().swapping())));
    report
        .keptSchema()
        .ifPresent(
            kept ->
                page.field(
                    "kept",
                    "the replaced tables in schema \"%s\"; `undo` brings them back, `undo --release` drops them"
                        .formatted(kept)));
    report.swapped().movedViews().forEach(view -> page.field("moved", "view " + view));
    page.warnings(report.swapped().warnings());
  }

  @Override
  public void metrics(MetricPage page) {
    page.value(Metric.RESTORE_ROWS, report.restored().load().rows())
        .span(Metric.RESTORE_PHASE, report.restored().load().loading(), "phase", "loading")
        .span(Metric.RESTORE_PHASE, report.restored().load().checking(), "phase", "checking")
        .span(Metric.RESTORE_PHASE, report.swapped().swapping(), "phase", "swapping");
  }

  @Override
  public void json(ObjectNode summary) {
    RestoreJson.REPORT.done().write(summary, report);
  }
}
