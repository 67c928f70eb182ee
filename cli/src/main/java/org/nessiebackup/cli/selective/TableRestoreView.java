package org.nessiebackup.cli.selective;

import org.nessiebackup.cli.console.Text;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.cli.restore.PointText;
import org.nessiebackup.report.SelectiveJson;
import org.nessiebackup.selective.TableRestoreReport;
import tools.jackson.databind.node.ObjectNode;

/** What a {@code restore-table} did. */
record TableRestoreView(TableRestoreReport report) implements View {
  @Override
  public void text(TextPage page) {
    if (report.restored().isEmpty()) {
      page.line(
          "branch \"%s\" has what %s has already"
              .formatted(report.branch().name(), PointText.name(report.point())));
      return;
    }
    page.line(
        "committed to branch \"%s\" what %s has"
            .formatted(report.branch().name(), PointText.name(report.point())));
    page.field("restored", KeyText.some(report.restored()));
    if (report.unchanged() > 0) {
      page.field("unchanged", Text.count(report.unchanged()));
    }
    page.field("head", report.branch().hash());
    page.field("time", Text.duration(report.committing()));
  }

  @Override
  public void json(ObjectNode summary) {
    SelectiveJson.TABLE_REPORT.done().write(summary, report);
  }
}
