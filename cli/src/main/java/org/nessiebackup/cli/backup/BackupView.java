package org.nessiebackup.cli.backup;

import java.util.Optional;
import org.nessiebackup.backup.BackupReport;
import org.nessiebackup.cli.console.ExitCodes;
import org.nessiebackup.cli.console.Text;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.cli.copy.CopyView;
import org.nessiebackup.cli.retention.PruneView;
import org.nessiebackup.copy.CopyReport;
import org.nessiebackup.report.BackupJson;
import org.nessiebackup.report.metrics.BackupMetrics;
import org.nessiebackup.report.metrics.MetricPage;
import org.nessiebackup.retention.PruneReport;
import tools.jackson.databind.node.ObjectNode;

/**
 * What {@code backup} did.
 *
 * @param report the backup
 * @param copy what was copied after it, where that was wanted
 * @param pruned what was removed after it, where that was wanted
 */
record BackupView(BackupReport report, Optional<CopyReport> copy, Optional<PruneReport> pruned)
    implements View {
  /** The backup is whole; a copy may have gaps. */
  @Override
  public int exitCode() {
    return copy.map(CopyView::new).map(View::exitCode).orElse(ExitCodes.DONE);
  }

  @Override
  public void text(TextPage page) {
    page.line("backup " + report.manifest().id());
    page.field("type", type());
    BackupText.fields(report.manifest(), page);
    page.field("connection", report.security().describe());
    page.field("time", Text.duration(report.elapsed()));
    copy.map(CopyView::new).ifPresent(view -> view.text(page));
    pruned.map(PruneView::new).ifPresent(view -> view.text(page));
  }

  private String type() {
    String label = report.manifest().type().label();
    return report
        .fullReason()
        .map(reason -> "%s, because %s".formatted(label, reason.sentence()))
        .orElseGet(
            () ->
                "%s, builds on %s (%s in all)"
                    .formatted(
                        label,
                        report.manifest().parent().orElseThrow(),
                        Text.count(report.depth(), "backup")));
  }

  @Override
  public void metrics(MetricPage page) {
    BackupMetrics.newest(report.manifest(), report.time().moment(), report.depth(), page);
    if (report.fullReason().isPresent()) {
      BackupMetrics.newestFull(report.manifest(), report.time().moment(), page);
    }
    copy.map(CopyView::new).ifPresent(view -> view.metrics(page));
    pruned.map(PruneView::new).ifPresent(view -> view.metrics(page));
  }

  @Override
  public String problem() {
    return copy.map(CopyView::new).map(View::problem).orElseThrow();
  }

  @Override
  public void json(ObjectNode summary) {
    BackupJson.RESULT.write(summary, new BackupJson.Result(report, copy, pruned));
  }
}
