package org.nessiebackup.cli.restore;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.nessiebackup.cli.console.Text;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.cli.console.View;
import org.nessiebackup.kubernetes.exchange.ExchangePlan;
import org.nessiebackup.kubernetes.exchange.ExchangeStep;
import org.nessiebackup.kubernetes.exchange.ExchangeTarget;
import org.nessiebackup.kubernetes.exchange.WorkloadPlan;
import org.nessiebackup.kubernetes.workload.PausedCronJob;
import org.nessiebackup.report.ExchangeJson;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an exchange on Kubernetes is going to do.
 *
 * @param plan the plan
 * @param database the view of the database's own plan; absent if nothing of it is left to do
 */
record ExchangePlanView(ExchangePlan<?> plan, Optional<View> database) implements View {
  private String action() {
    return plan.workload().action().label();
  }

  @Override
  public void text(TextPage page) {
    database.ifPresentOrElse(view -> view.text(page), () -> resumed(page));
    WorkloadPlan workload = plan.workload();
    page.field(
        "Nessie",
        "%s in namespace \"%s\", %s"
            .formatted(
                workload.workload().name(),
                workload.workload().name().namespace(),
                Text.count(workload.replicas(), "pod")));
    workload
        .resumed()
        .ifPresent(
            begun ->
                page.field(
                    "goes on",
                    "with the work that \"%s\" began %s; it had come to: %s"
                        .formatted(
                            begun.startedBy(),
                            Text.time(begun.startedAt()),
                            workload.reached().map(ExchangeStep::phrase).orElse(begun.step()))));
    page.field("stops", stops(workload));
    List<String> cronJobs = workload.cronJobs().stream().map(PausedCronJob::name).toList();
    page.field("pauses", cronJobs.isEmpty() ? "no CronJob" : "CronJobs " + quoted(cronJobs));
    page.warnings(workload.namespace().notices());
  }

  private void resumed(TextPage page) {
    ExchangeTarget target = plan.catalog().target();
    page.line("plan: go on with the " + action());
    switch (plan.workload().action()) {
      case RESTORE -> page.field("backup", target.source().orElseThrow());
      case UNDO -> page.field("schema", "\"" + target.source().orElseThrow() + "\"");
      case RESET, PROMOTION -> {}
    }
    page.field("catalog", target.catalog().toString());
  }

  private static String stops(WorkloadPlan plan) {
    if (plan.replicas() == 0) {
      return "nothing: it has no pods, and will have none afterwards";
    }
    return plan.stopFirst()
        ? "before anything else, and starts it when the catalog is exchanged"
        : "for the exchange only";
  }

  private static String quoted(List<String> names) {
    return names.stream().map(name -> "\"" + name + "\"").collect(Collectors.joining(", "));
  }

  @Override
  public void json(ObjectNode summary) {
    database.ifPresentOrElse(
        view -> view.json(summary), () -> ExchangeJson.RESUMED.planned().write(summary, plan));
    ExchangeJson.PLAN.write(summary.withObject("/plan"), plan.workload());
  }
}
