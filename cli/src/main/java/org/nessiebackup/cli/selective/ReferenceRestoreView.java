package org.nessiebackup.cli.selective;

import org.nessiebackup.cli.console.Text;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.cli.restore.PointText;
import org.nessiebackup.report.SelectiveJson;
import org.nessiebackup.selective.ReferenceRestoreReport;
import tools.jackson.databind.node.ObjectNode;

/** What a {@code restore-ref} did. */
record ReferenceRestoreView(ReferenceRestoreReport report) implements View {
  @Override
  public void text(TextPage page) {
    page.line(
        "brought %s \"%s\" back from %s"
            .formatted(
                report.reference().kind().label(),
                report.reference().name(),
                PointText.name(report.point())));
    page.field("commit", report.reference().hash());
    page.field(
        "commits",
        "%s, %s gained, %s lost"
            .formatted(
                Text.count(report.commits().all()),
                Text.count(report.commits().gained()),
                Text.count(report.commits().lost())));
    report
        .before()
        .filter(there -> !there.equals(report.reference()))
        .ifPresent(
            there ->
                page.field("before", "commit %s; assign it there to undo".formatted(there.hash())));
    page.field("added", Text.count(report.added(), "object"));
    page.field(
        "time",
        "%s adding, %s in Nessie"
            .formatted(Text.duration(report.adding()), Text.duration(report.assigning())));
  }

  @Override
  public void json(ObjectNode summary) {
    SelectiveJson.REFERENCE_REPORT.done().write(summary, report);
  }
}
