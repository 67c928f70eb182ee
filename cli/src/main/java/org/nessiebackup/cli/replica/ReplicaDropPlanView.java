package org.nessiebackup.cli.replica;

import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.replica.ReplicaDropPlan;
import org.nessiebackup.report.ReplicaJson;
import tools.jackson.databind.node.ObjectNode;

/** What {@code replica drop} would do. */
record ReplicaDropPlanView(ReplicaDropPlan plan) implements View {
  @Override
  public void text(TextPage page) {
    if (plan.isEmpty()) {
      page.line("nothing is to be ended");
      return;
    }
    page.line("replica \"%s\" would be ended".formatted(plan.state().head().name()));
    page.field("primary", ReplicaCreatePlanView.place(plan.state().servers().primary()));
    page.field("replica", ReplicaCreatePlanView.place(plan.state().servers().replica()));
    plan.replica().forEach(each -> page.field("drops", each + " on the replica's server"));
    plan.primary().forEach(each -> page.field("drops", each + " on the primary"));
    page.field("keeps", "the tables of the replica");
    page.warnings(plan.unreachable());
  }

  @Override
  public void json(ObjectNode summary) {
    ReplicaJson.DROP_PLAN.planned().write(summary, plan);
  }
}
