package org.nessiebackup.cli.restore;

import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.kubernetes.reset.NessieResetPlan;
import org.nessiebackup.report.ResetJson;
import tools.jackson.databind.node.ObjectNode;

/** What a {@code reset --kubernetes} is going to do. */
record NessieResetPlanView(NessieResetPlan plan) implements View {
  @Override
  public String command() {
    return "reset";
  }

  @Override
  public void text(TextPage page) {
    plan.database()
        .ifPresentOrElse(
            database -> ResetPlanView.lines(database, page),
            () -> {
              page.line("plan: go on with the reset");
              page.field("catalog", plan.catalog().toString());
            });
    NessieWorkText.plan(plan.nessie(), page);
  }

  @Override
  public void json(ObjectNode summary) {
    summary.put("dry_run", true);
    ObjectNode node = summary.putObject("plan");
    plan.database()
        .ifPresentOrElse(
            database -> ResetJson.STEPS.write(node, database),
            () ->
                node.put("schema", plan.catalog().schema())
                    .put("kept_schema", plan.work().keptSchema()));
    NessieWorkText.plan(plan.nessie(), node);
  }
}
