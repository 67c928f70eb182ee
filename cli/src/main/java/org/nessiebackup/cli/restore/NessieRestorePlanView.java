package org.nessiebackup.cli.restore;

import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.kubernetes.restore.NessieRestorePlan;
import org.nessiebackup.report.RestoreJson;
import tools.jackson.databind.node.ObjectNode;

/** What a {@code restore --kubernetes} is going to do. */
record NessieRestorePlanView(NessieRestorePlan plan) implements View {
  @Override
  public String command() {
    return "restore";
  }

  @Override
  public void text(TextPage page) {
    plan.database()
        .ifPresentOrElse(
            database -> RestorePlanView.lines(database, page),
            () -> {
              page.line("plan: go on with the restore of backup " + plan.backup());
              page.field("into", plan.catalog().toString());
            });
    NessieWorkText.plan(plan.nessie(), page);
  }

  @Override
  public void json(ObjectNode summary) {
    summary.put("dry_run", true);
    ObjectNode node = summary.putObject("plan");
    plan.database()
        .ifPresentOrElse(
            database -> RestoreJson.STEPS.write(node, database),
            () -> {
              node.put("backup_id", plan.backup().value());
              node.put("schema", plan.catalog().schema());
            });
    NessieWorkText.plan(plan.nessie(), node);
  }
}
