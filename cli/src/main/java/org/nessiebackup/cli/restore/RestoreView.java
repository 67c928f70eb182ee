package org.nessiebackup.cli.restore;

import org.nessiebackup.cli.console.Json;
import org.nessiebackup.cli.console.Text;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.cli.metrics.Metric;
import org.nessiebackup.cli.metrics.MetricPage;
import org.nessiebackup.restore.RestoreReport;
import tools.jackson.databind.node.ObjectNode;

/** What a {@code restore} did. */
record RestoreView(RestoreReport report) implements View {
  @Override
  public String command() {
    return "restore";
  }

  @Override
  public void text(TextPage page) {
    page.line("restored backup " + report.backup());
    page.field(
        "into", "database \"%s\", schema \"%s\"".formatted(report.database(), report.schema()));
    page.field(
        "rows",
        "%s (%s), each read back and compared"
            .formatted(Text.count(report.rows()), Text.bytes(report.rawBytes())));
    page.field(
        "time",
        "%s loading, %s checking, %s swapping"
            .formatted(
                Text.duration(report.loading()),
                Text.duration(report.checking()),
                Text.duration(report.swapping())));
    report
        .keptSchema()
        .ifPresent(
            kept ->
                page.field(
                    "kept",
                    "the replaced tables in schema \"%s\"; `undo` brings them back, `undo --release` drops them"
                        .formatted(kept)));
    report.movedViews().forEach(view -> page.field("moved", "view " + view));
    report.warnings().forEach(warning -> page.field("warning", warning));
  }

  @Override
  public void metrics(MetricPage page) {
    page.value(Metric.RESTORE_ROWS, report.rows())
        .span(Metric.RESTORE_PHASE, report.loading(), "phase", "loading")
        .span(Metric.RESTORE_PHASE, report.checking(), "phase", "checking")
        .span(Metric.RESTORE_PHASE, report.swapping(), "phase", "swapping");
  }

  @Override
  public void json(ObjectNode summary) {
    summary.put("dry_run", false);
    summary.put("backup_id", report.backup().value());
    summary.put("database", report.database());
    summary.put("schema", report.schema());
    report.keptSchema().ifPresent(kept -> summary.put("kept_schema", kept));
    summary.put("rows", report.rows());
    summary.put("raw_bytes", report.rawBytes());
    summary.put("loading_seconds", Json.seconds(report.loading()));
    summary.put("checking_seconds", Json.seconds(report.checking()));
    summary.put("swapping_seconds", Json.seconds(report.swapping()));
    Json.strings(summary, "moved_views", report.movedViews());
    Json.strings(summary, "warnings", report.warnings());
  }
}
