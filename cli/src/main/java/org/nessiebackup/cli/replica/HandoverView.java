package org.nessiebackup.cli.replica;

import java.util.Optional;
import org.nessiebackup.cli.console.Text;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.kubernetes.exchange.HandoverReport;
import org.nessiebackup.replica.PromotionReport;
import org.nessiebackup.report.HandoverJson;
import tools.jackson.databind.node.ObjectNode;

/** What {@code replica promote --kubernetes} did. */
record HandoverView(HandoverReport<PromotionReport> report) implements View {
  private Optional<PromotionView> promotion() {
    return report.database().map(done -> new PromotionView(done, true));
  }

  @Override
  public void text(TextPage page) {
    promotion()
        .ifPresentOrElse(
            view -> view.text(page),
            () -> page.line("put everything back as it was before the promotion"));
    report
        .references()
        .ifPresent(
            shown ->
                page.field(
                    "Nessie",
                    "%s, %s, shows %s as it should"
                        .formatted(
                            report.workloads().next(),
                            Text.count(report.workloads().pods(), "pod"),
                            Text.count(shown, "reference"))));
    report
        .times()
        .downtime()
        .ifPresent(downtime -> page.field("downtime", Text.duration(downtime)));
    report.notes().forEach(note -> page.field("note", note));
    if (report.database().isPresent()) {
      page.line("Take a backup.");
    }
  }

  @Override
  public void json(ObjectNode summary) {
    promotion().ifPresentOrElse(view -> view.json(summary), () -> summary.put("dry_run", false));
    HandoverJson.REPORT.write(summary, report);
  }

  @Override
  public int exitCode() {
    return promotion().map(PromotionView::exitCode).orElse(0);
  }
}
