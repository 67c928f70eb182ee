package org.nessiebackup.cli.restore;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.nessiebackup.cli.console.Json;
import org.nessiebackup.cli.console.Text;
import org.nessiebackup.cli.console.TextPage;
import org.nessiebackup.kubernetes.exchange.ExchangePlan;
import org.nessiebackup.kubernetes.exchange.ExchangeReport;
import org.nessiebackup.kubernetes.exchange.ExchangeStep;
import org.nessiebackup.kubernetes.workload.PausedCronJob;
import org.nessiebackup.report.Shape;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What commands say that stop and start Nessie on Kubernetes, in both forms. */
final class NessieWorkText {
  private NessieWorkText() {}

  static void plan(ExchangePlan plan, TextPage page) {
    page.field(
        "Nessie",
        "%s in namespace \"%s\", %s"
            .formatted(
                plan.workload().name(),
                plan.workload().name().namespace(),
                Text.count(plan.replicas(), "pod")));
    plan.resumed()
        .ifPresent(
            state ->
                page.field(
                    "goes on",
                    "with the work that \"%s\" began %s; it had come to: %s"
                        .formatted(
                            state.startedBy(),
                            Text.time(state.startedAt()),
                            plan.reached().map(ExchangeStep::phrase).orElse(state.step()))));
    page.field(
        "stops",
        plan.replicas() == 0
            ? "nothing: it has no pods, and will have none afterwards"
            : plan.stopFirst()
                ? "before anything else, and starts it when the catalog is exchanged"
                : "for the exchange only");
    List<String> cronJobs = plan.cronJobs().stream().map(PausedCronJob::name).toList();
    page.field("pauses", cronJobs.isEmpty() ? "no CronJob" : "CronJobs " + quoted(cronJobs));
    plan.namespaceContext().notices().forEach(notice -> page.field("warning", notice));
  }

  private static String quoted(List<String> names) {
    return names.stream().map(name -> "\"" + name + "\"").collect(Collectors.joining(", "));
  }

  static void plan(ExchangePlan plan, ObjectNode parent) {
    ObjectNode node = parent.putObject("kubernetes");
    node.put("namespace", plan.workload().name().namespace());
    node.put("workload", plan.workload().name().toString());
    node.put("replicas", plan.replicas());
    node.put("stop_first", plan.stopFirst());
    node.put("resumes", plan.resumed().isPresent());
    plan.resumed()
        .ifPresent(
            state -> {
              node.put("reached", state.step());
              node.put("started_at", Shape.time(state.startedAt()));
              node.put("started_by", state.startedBy());
            });
    ArrayNode cronJobs = node.putArray("cronjobs");
    plan.cronJobs().forEach(job -> cronJobs.add(job.name()));
    Json.strings(node, "warnings", plan.namespaceContext().notices());
  }

  static void report(ExchangeReport report, TextPage page) {
    page.field(
        "Nessie",
        "%s, %s%s"
            .formatted(
                report.workload(),
                Text.count(report.state().replicas(), "pod"),
                report.references().isPresent()
                    ? ", shows %s as it should"
                        .formatted(Text.count(report.references().getAsInt(), "reference"))
                    : ""));
    report.downtime().ifPresent(downtime -> page.field("downtime", Text.duration(downtime)));
    page.field(
        "steps",
        report.durations().entrySet().stream()
            .map(step -> Text.duration(step.getValue()) + " " + step.getKey().phrase())
            .collect(Collectors.joining(", ")));
    report.notes().forEach(note -> page.field("note", note));
  }

  static void report(ExchangeReport report, ObjectNode parent) {
    ObjectNode node = parent.putObject("kubernetes");
    node.put("namespace", report.workload().namespace());
    node.put("workload", report.workload().toString());
    node.put("replicas", report.state().replicas());
    node.put("outcome", outcome(report));
    node.put("resumed", report.resumed());
    report.references().ifPresent(count -> node.put("references", count));
    report.downtime().ifPresent(downtime -> node.put("downtime_seconds", Shape.seconds(downtime)));
    ObjectNode steps = node.putObject("step_seconds");
    for (Map.Entry<ExchangeStep, Duration> step : report.durations().entrySet()) {
      steps.put(step.getKey().word(), Shape.seconds(step.getValue()));
    }
    Json.strings(node, "notes", report.notes());
  }

  private static String outcome(ExchangeReport report) {
    return switch (report.outcome()) {
      case EXCHANGED -> "exchanged";
      case PUT_BACK -> "put-back";
    };
  }
}
