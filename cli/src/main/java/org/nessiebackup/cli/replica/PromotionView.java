package org.nessiebackup.cli.replica;

import org.nessiebackup.Failure;
import org.nessiebackup.Lsn;
import org.nessiebackup.cli.console.Text;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.replica.PromotionReport;
import org.nessiebackup.report.PromotionJson;
import tools.jackson.databind.node.ObjectNode;

/**
 * What {@code replica promote} did.
 *
 * @param report what
 * @param served whether a Nessie serves the catalog already
 */
record PromotionView(PromotionReport report, boolean served) implements View {
  PromotionView(PromotionReport report) {
    this(report, false);
  }

  @Override
  public void text(TextPage page) {
    page.line(
        "replica \"%s\" has the catalog, in epoch %d"
            .formatted(report.state().head().name(), report.state().epoch()));
    page.field("primary", ReplicaCreatePlanView.place(report.state().servers().replica()));
    page.field("former", ReplicaCreatePlanView.place(report.state().servers().primary()));
    page.field(
        "fence",
        switch (report.handover().fence()) {
          case RAISED -> "the former primary refuses every row";
          case UNREACHED -> "none: it did not answer. Run this again when it is back";
          case REFUSED -> "none: it lives, and takes commits that are lost";
        });
    page.field(
        "has",
        report.handover().complete()
            ? "everything that was acknowledged"
            : "what was committed up to "
                + report.handover().last().map(Lsn::toString).orElse("a position nobody knows"));
    page.field("outage", Text.duration(report.outage()));
    page.warnings(report.findings());
    page.warnings(report.left());
    if (!served) {
      page.line("Start a Nessie there, and take a backup.");
    }
  }

  @Override
  public void json(ObjectNode summary) {
    PromotionJson.PROMOTED.done().write(summary, report);
  }

  @Override
  public int exitCode() {
    return report.findings().isEmpty() ? 0 : Failure.FINDINGS.exitCode();
  }
}
