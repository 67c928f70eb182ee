package org.nessiebackup.cli.replica;

import org.nessiebackup.cli.console.Text;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.replica.ReplicaCreatePlan;
import org.nessiebackup.replica.ReplicaCreateReport;
import org.nessiebackup.report.ReplicaJson;
import tools.jackson.databind.node.ObjectNode;

/** What {@code replica create} did. */
record ReplicaCreateView(ReplicaCreateReport report) implements View {
  @Override
  public void text(TextPage page) {
    boolean before = report.from() == ReplicaCreatePlan.From.NOTHING;
    page.line(
        "replica \"%s\" follows%s"
            .formatted(report.state().head().name(), before ? " already" : ""));
    page.field("primary", ReplicaCreatePlanView.place(report.state().servers().primary()));
    page.field("replica", ReplicaCreatePlanView.place(report.state().servers().replica()));
    report
        .state()
        .seed()
        .ifPresent(
            seed ->
                page.field("begun with", "backup %s, %s".formatted(seed.backup(), seed.point())));
    page.field("has", "all that was committed before " + report.reached());
    if (!before) {
      page.field(
          "took",
          "%s for the backup, %s for the restore, %s to catch up"
              .formatted(
                  Text.duration(report.times().backup()),
                  Text.duration(report.times().restore()),
                  Text.duration(report.times().follow())));
    }
    page.warnings(report.notes());
    page.line("No Nessie may write there as long as it is a replica.");
  }

  @Override
  public void json(ObjectNode summary) {
    ReplicaJson.CREATED.done().write(summary, report);
  }
}
