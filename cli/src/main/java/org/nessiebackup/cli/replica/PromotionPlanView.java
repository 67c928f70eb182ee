package org.nessiebackup.cli.replica;

import org.nessiebackup.Lsn;
import org.nessiebackup.cli.console.Text;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.replica.PromotionPlan;
import org.nessiebackup.report.PromotionJson;
import tools.jackson.databind.node.ObjectNode;

/** What {@code replica promote} would do. */
record PromotionPlanView(PromotionPlan plan) implements View {
  @Override
  public void text(TextPage page) {
    page.line(
        "replica \"%s\" would be promoted, in epoch %d"
            .formatted(plan.state().head().name(), plan.epoch()));
    page.field("primary", ReplicaCreatePlanView.place(plan.state().servers().primary()));
    page.field("replica", ReplicaCreatePlanView.place(plan.state().servers().replica()));
    switch (plan.primary()) {
      case PromotionPlan.Primary.Reached reached -> {
        page.field("fence", reached.fenced() ? "raised already" : "its tables refuse every row");
        reached
            .behindBytes()
            .ifPresent(
                bytes -> page.field("waits for", Text.bytes(bytes) + " of the primary's log"));
      }
      case PromotionPlan.Primary.Refusing refusing ->
          page.field("fence", "none: " + refusing.reason());
      case PromotionPlan.Primary.Unreached unreached -> {
        page.field("fence", "none, as it does not answer: " + unreached.reason());
        page.field(
            "has",
            "what was committed up to "
                + plan.follower().applied().map(Lsn::toString).orElse("a position nobody knows"));
      }
    }
    plan.follower().heardAt().ifPresent(at -> page.field("heard", Text.time(at)));
    plan.newer()
        .point()
        .ifPresent(
            point ->
                page.field(
                    "vault",
                    plan.newer().heads().isEmpty()
                        ? "has no newer head in " + point
                        : "has newer heads in " + point));
    for (PromotionPlan.Head head : plan.newer().heads()) {
      page.field(
          "missing",
          "%s \"%s\" at %s"
              .formatted(
                  head.reference().kind().label(),
                  head.reference().name(),
                  head.reference().hash()));
    }
    plan.newer().unknown().ifPresent(reason -> page.field("vault", "not compared: " + reason));
    if (!plan.obstacles().isEmpty()) {
      page.warnings(plan.obstacles().stream().map(PromotionPlan.Obstacle::sentence).toList());
      page.field("code", plan.code());
    }
  }

  @Override
  public void json(ObjectNode summary) {
    PromotionJson.PLAN.planned().write(summary, plan);
  }
}
