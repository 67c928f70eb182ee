package org.nessiebackup.cli.replica;

import org.nessiebackup.cli.console.Text;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.replica.ReversePlan;
import org.nessiebackup.report.PromotionJson;
import tools.jackson.databind.node.ObjectNode;

/** What {@code replica reverse} would do. */
record ReversePlanView(ReversePlan plan) implements View {
  private static final int SUBJECT = 60;

  @Override
  public void text(TextPage page) {
    page.line("the former primary would follow, and its tables would be replaced");
    page.field("primary", ReplicaCreatePlanView.place(plan.promotion().servers().replica()));
    page.field("former", ReplicaCreatePlanView.place(plan.promotion().servers().primary()));
    page.field(
        "fence", plan.fenced() ? "raised already" : "its tables refuse every row from then on");
    if (plan.alone().isEmpty()) {
      page.line("it has nothing that the other one has not");
    }
    for (ReversePlan.Alone alone : plan.alone()) {
      page.field(
          "alone",
          "%s \"%s\" at %s%s"
              .formatted(
                  alone.reference().kind().label(),
                  alone.reference().name(),
                  alone.reference().hash(),
                  alone.there() ? "" : ", which is not there"));
      for (ReversePlan.LoneCommit commit : alone.commits()) {
        page.line(
            "    %s  %s  %s  %s"
                .formatted(
                    commit.hash(),
                    Text.time(commit.at()),
                    String.join(", ", commit.authors()),
                    Text.line(commit.message(), SUBJECT)));
      }
      if (alone.more()) {
        page.line("    and more");
      }
    }
    page.warnings(plan.connected());
    if (!plan.alone().isEmpty()) {
      page.field("code", plan.code());
    }
    ReplicaCreatePlanView.obstacles(plan.obstacles(), page);
  }

  @Override
  public int exitCode() {
    return ReplicaCreatePlanView.exitCode(plan.obstacles());
  }

  @Override
  public String problem() {
    return "the former primary cannot follow now";
  }

  @Override
  public void json(ObjectNode summary) {
    PromotionJson.REVERSE_PLAN.planned().write(summary, plan);
  }
}
