package org.nessiebackup.cli.restore;

import org.nessiebackup.cli.console.Text;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.report.ResetJson;
import org.nessiebackup.reset.ResetPlan;
import tools.jackson.databind.node.ObjectNode;

/** What a {@code reset} is going to do. */
record ResetPlanView(ResetPlan plan) implements View {
  @Override
  public int exitCode() {
    return PlanText.exitCode(plan.swap().obstacles());
  }

  @Override
  public void text(TextPage page) {
    lines(plan, page);
    PlanText.obstacles(plan.swap().obstacles(), page);
  }

  /** All but the obstacles. */
  static void lines(ResetPlan plan, TextPage page) {
    page.line("plan: move the catalog aside, so that Nessie starts empty");
    page.field("catalog", "database \"%s\", %s".formatted(plan.swap().database(), plan.catalog()));
    for (ResetPlan.MovedTable table : plan.tables()) {
      page.field(
          "moves",
          "%s (%s, %s)"
              .formatted(
                  table.name(),
                  table.rows().map(rows -> Text.count(rows, "row")).orElse("cannot be read"),
                  Text.bytes(table.bytes())));
    }
    page.field(
        "references", plan.references().map(count -> Text.count(count)).orElse("cannot be read"));
    page.field("keeps", "the tables in schema \"" + plan.swap().keptSchema() + "\"");
    page.warnings(plan.swap().builtOn().warnings());
    page.field("code", plan.code());
  }

  @Override
  public void json(ObjectNode summary) {
    ResetJson.PLAN.planned().write(summary, plan);
  }
}
