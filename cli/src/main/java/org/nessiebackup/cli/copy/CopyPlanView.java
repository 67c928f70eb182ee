package org.nessiebackup.cli.copy;

import org.nessiebackup.cli.console.Text;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.copy.CopyPlan;
import org.nessiebackup.report.CopyJson;
import tools.jackson.databind.node.ObjectNode;

/** What a {@code copy} is going to do. */
record CopyPlanView(CopyPlan plan) implements View {
  @Override
  public void text(TextPage page) {
    page.line(
        "plan: copy %s, %s"
            .formatted(Text.count(plan.backups().size(), "backup"), Text.bytes(plan.bytes())));
    page.field(
        "to",
        "\"%s\"%s".formatted(plan.target(), plan.createsVault() ? ", which becomes a vault" : ""));
    page.field("how", how(plan.mode()));
    page.field("there", Text.count(plan.present(), "backup"));
    plan.backups()
        .forEach(
            each ->
                page.field(
                    "copies",
                    "%s, %s, %s"
                        .formatted(
                            each.id(), each.type().label(), Text.bytes(each.storedBytes()))));
    if (plan.tips().count() > 0) {
      page.field("tips", Text.count(plan.tips().count()) + " missing there");
    }
    if (plan.journal().files() > 0) {
      page.field("journal", Text.count(plan.journal().files(), "file") + " missing there");
    }
    plan.unreadable().forEach(each -> page.field("unreadable", each.id() + ": " + each.message()));
  }

  private static String how(CopyPlan.Mode mode) {
    return switch (mode) {
      case REPLICA -> "byte for byte";
      case REENCRYPTION -> "stored as that vault stores its own";
    };
  }

  @Override
  public void json(ObjectNode summary) {
    CopyJson.PLAN.planned().write(summary, plan);
  }
}
