package org.nessiebackup.cli.replica;

import java.util.List;
import java.util.stream.Collectors;
import org.nessiebackup.cli.console.Text;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.kubernetes.exchange.ExchangeStep;
import org.nessiebackup.kubernetes.exchange.FormerNessie;
import org.nessiebackup.kubernetes.exchange.HandoverPlan;
import org.nessiebackup.kubernetes.exchange.WorkloadPlan;
import org.nessiebackup.kubernetes.workload.PausedCronJob;
import org.nessiebackup.replica.PromotionPlan;
import org.nessiebackup.report.HandoverJson;
import tools.jackson.databind.node.ObjectNode;

/** What {@code replica promote --kubernetes} would do. */
record HandoverPlanView(HandoverPlan<PromotionPlan> plan) implements View {
  @Override
  public void text(TextPage page) {
    new PromotionPlanView(plan.catalog().database()).text(page);
    switch (plan.former()) {
      case FormerNessie.Shown shown -> stops(page, shown.plan());
      case FormerNessie.Unreached unreached ->
          page.field("stops", "nothing, as it does not answer: " + unreached.reason());
      case FormerNessie.Unnamed unnamed ->
          page.field(
              "stops",
              "nothing: where the primary's Nessie is, --primary-context, --primary-namespace or"
                  + " --primary-workload says");
    }
    page.field("starts", workload(plan.next(), plan.pods()));
    page.warnings(plan.next().namespace().notices());
  }

  private static void stops(TextPage page, WorkloadPlan former) {
    page.field("stops", workload(former, former.replicas()) + ", for good");
    former
        .resumed()
        .ifPresent(
            begun ->
                page.field(
                    "goes on",
                    "with the work that \"%s\" began %s; it had come to: %s"
                        .formatted(
                            begun.startedBy(),
                            Text.time(begun.startedAt()),
                            former.reached().map(ExchangeStep::phrase).orElse(begun.step()))));
    List<String> cronJobs = former.cronJobs().stream().map(PausedCronJob::name).toList();
    page.field(
        "suspends",
        cronJobs.isEmpty()
            ? "no CronJob"
            : cronJobs.stream()
                .map(name -> "\"" + name + "\"")
                .collect(Collectors.joining(", ", "CronJobs ", ", for good")));
    page.warnings(former.namespace().notices());
  }

  private static String workload(WorkloadPlan plan, int pods) {
    return "%s in namespace \"%s\", %s"
        .formatted(
            plan.workload().name(), plan.workload().name().namespace(), Text.count(pods, "pod"));
  }

  @Override
  public void json(ObjectNode summary) {
    new PromotionPlanView(plan.catalog().database()).json(summary);
    HandoverJson.PLAN.write(summary.withObject("/plan"), plan);
  }
}
