package org.nessiebackup.cli.restore;

import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.kubernetes.undo.NessieUndoPlan;
import org.nessiebackup.report.UndoJson;
import tools.jackson.databind.node.ObjectNode;

/** What an {@code undo --kubernetes} is going to do. */
record NessieUndoPlanView(NessieUndoPlan plan) implements View {
  @Override
  public String command() {
    return "undo";
  }

  @Override
  public void text(TextPage page) {
    plan.database()
        .ifPresentOrElse(
            database -> UndoPlanView.lines(database, page),
            () -> {
              page.line("plan: go on with the undo that brings the tables back from");
              page.field("schema", "\"" + plan.keptSchema() + "\"");
            });
    NessieWorkText.plan(plan.nessie(), page);
  }

  @Override
  public void json(ObjectNode summary) {
    summary.put("dry_run", true);
    ObjectNode node = summary.putObject("plan");
    plan.database()
        .ifPresentOrElse(
            database -> UndoJson.STEPS.write(node, database),
            () -> node.put("action", "swap-back").put("kept_schema", plan.work().keptSchema()));
    NessieWorkText.plan(plan.nessie(), node);
  }
}
