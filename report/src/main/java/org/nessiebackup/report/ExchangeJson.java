package org.nessiebackup.report;

import java.util.Optional;
import java.util.function.Function;
import org.nessiebackup.PointId;
import org.nessiebackup.kubernetes.exchange.ExchangePlan;
import org.nessiebackup.kubernetes.exchange.ExchangeReport;
import org.nessiebackup.kubernetes.exchange.ExchangeReport.Outcome;
import org.nessiebackup.kubernetes.exchange.ExchangeStep;
import org.nessiebackup.kubernetes.exchange.ExchangeTarget;
import org.nessiebackup.kubernetes.exchange.ExchangeTimes;
import org.nessiebackup.kubernetes.exchange.WorkloadPlan;
import org.nessiebackup.kubernetes.workload.Checkpoint;
import org.nessiebackup.kubernetes.workload.ExchangeAction;
import org.nessiebackup.kubernetes.workload.PausedCronJob;

/** {@code restore}, {@code undo} and {@code reset} with {@code --kubernetes}. */
public final class ExchangeJson {
  /** What is going to be done to one Nessie. */
  static final Shape<WorkloadPlan> WORKLOAD_PLAN =
      Shape.of(WorkloadPlan.class)
          .text("namespace", plan -> plan.workload().name().namespace())
          .text("workload", plan -> plan.workload().name().toString())
          .number("replicas", WorkloadPlan::replicas)
          .flag("stop_first", WorkloadPlan::stopFirst)
          .flag("resumes", plan -> plan.resumed().isPresent())
          .textIf("reached", plan -> plan.resumed().map(Checkpoint::step))
          .timeIf("started_at", plan -> plan.resumed().map(Checkpoint::startedAt))
          .textIf("started_by", plan -> plan.resumed().map(Checkpoint::startedBy))
          .texts("cronjobs", plan -> plan.cronJobs().stream().map(PausedCronJob::name).toList())
          .texts("warnings", plan -> plan.namespace().notices());

  /** What an exchange is going to do to Nessie, beside what it does to the catalog. */
  public static final Shape<WorkloadPlan> PLAN =
      Shape.of(WorkloadPlan.class).object("kubernetes", WORKLOAD_PLAN, Function.identity());

  /** What it is going to do to the catalog, if that is done already. */
  public static final Shape<ExchangePlan<?>> RESUMED =
      Shape.<ExchangePlan<?>>empty()
          .textIf("backup_id", plan -> backup(plan.workload().action(), target(plan).source()))
          .objectIf(
              "point",
              PointJson.POINT,
              plan ->
                  point(plan.workload().action(), target(plan).source())
                      .map(id -> new PointJson.Point(id, Optional.empty())))
          .textIf("action", plan -> swapBack(plan.workload().action()))
          .text("schema", plan -> target(plan).catalog().schema())
          .text("kept_schema", plan -> target(plan).id().keptSchema());

  private static final Shape<ExchangeReport<?>> WORKLOAD_REPORT =
      Shape.<ExchangeReport<?>>empty()
          .text("namespace", report -> report.workload().namespace())
          .text("workload", report -> report.workload().toString())
          .number("replicas", report -> report.checkpoint().replicas())
          .text("outcome", report -> Labels.of(report.result().outcome()))
          .flag("resumed", report -> report.result().resumed())
          .numberIf("references", report -> report.references().stream().boxed().findFirst())
          .numberIf("downtime_seconds", report -> report.times().downtime().map(Shape::seconds))
          .object("step_seconds", steps(), ExchangeReport::times)
          .texts("notes", ExchangeReport::notes);

  /** What it did to Nessie, beside what it did to the catalog. */
  public static final Shape<ExchangeReport<?>> REPORT =
      Shape.<ExchangeReport<?>>empty().object("kubernetes", WORKLOAD_REPORT, Function.identity());

  /** What it did to the catalog, if an earlier run did it, or nobody. */
  public static final Shape<ExchangeReport<?>> WITHOUT_DATABASE =
      Shape.<ExchangeReport<?>>empty()
          .textIf(
              "backup_id",
              report ->
                  report.result().outcome() == Outcome.EXCHANGED
                      ? backup(report.checkpoint().action(), report.checkpoint().source())
                      : Optional.empty())
          .textIf("action", report -> swapBack(report.checkpoint().action()))
          .text("schema", report -> report.checkpoint().schema());

  private ExchangeJson() {}

  private static ExchangeTarget target(ExchangePlan<?> plan) {
    return plan.catalog().target();
  }

  private static Optional<PointId> point(ExchangeAction action, Optional<String> source) {
    return action == ExchangeAction.RESTORE ? source.map(PointId::parse) : Optional.empty();
  }

  private static Optional<String> backup(ExchangeAction action, Optional<String> source) {
    return point(action, source).map(id -> id.backup().value());
  }

  private static Optional<String> swapBack(ExchangeAction action) {
    return action == ExchangeAction.UNDO ? Optional.of("swap-back") : Optional.empty();
  }

  static Shape<ExchangeTimes> steps() {
    Shape<ExchangeTimes> steps = Shape.of(ExchangeTimes.class);
    for (ExchangeStep step : ExchangeStep.values()) {
      steps =
          steps.numberIf(
              step.label(),
              times -> Optional.ofNullable(times.steps().get(step)).map(Shape::seconds));
    }
    return steps;
  }
}
