package org.nessiebackup.report;

import java.util.Optional;
import java.util.function.Function;
import org.nessiebackup.kubernetes.exchange.FormerNessie;
import org.nessiebackup.kubernetes.exchange.HandoverPlan;
import org.nessiebackup.kubernetes.exchange.HandoverReport;
import org.nessiebackup.kubernetes.exchange.WorkloadPlan;
import org.nessiebackup.kubernetes.workload.WorkloadName;

/** {@code replica promote --kubernetes}: what becomes of the two Nessies. */
public final class HandoverJson {
  private static final Shape<HandoverPlan<?>> WORKLOADS =
      Shape.<HandoverPlan<?>>empty()
          .text("namespace", plan -> plan.next().workload().name().namespace())
          .text("workload", plan -> plan.next().workload().name().toString())
          .number("replicas", HandoverPlan::pods)
          .texts("warnings", plan -> plan.next().namespace().notices())
          .objectIf("former", ExchangeJson.WORKLOAD_PLAN, plan -> shown(plan.former()))
          .textIf("former_unreached", plan -> unreached(plan.former()));

  /** What is going to be done to the two Nessies, beside what is done to the catalog. */
  public static final Shape<HandoverPlan<?>> PLAN =
      Shape.<HandoverPlan<?>>empty().object("kubernetes", WORKLOADS, Function.identity());

  private static final Shape<HandoverReport<?>> DONE =
      Shape.<HandoverReport<?>>empty()
          .text("namespace", report -> report.workloads().next().namespace())
          .text("workload", report -> report.workloads().next().toString())
          .number("replicas", report -> report.workloads().pods())
          .textIf(
              "former_namespace",
              report -> report.workloads().former().map(WorkloadName::namespace))
          .textIf("former_workload", report -> report.workloads().former().map(Object::toString))
          .text("outcome", report -> Labels.of(report.result().outcome()))
          .flag("resumed", report -> report.result().resumed())
          .numberIf("references", report -> report.references().stream().boxed().findFirst())
          .numberIf("downtime_seconds", report -> report.times().downtime().map(Shape::seconds))
          .object("step_seconds", ExchangeJson.steps(), HandoverReport::times)
          .texts("notes", HandoverReport::notes);

  /** What was done to the two Nessies, beside what was done to the catalog. */
  public static final Shape<HandoverReport<?>> REPORT =
      Shape.<HandoverReport<?>>empty().object("kubernetes", DONE, Function.identity());

  private HandoverJson() {}

  private static Optional<WorkloadPlan> shown(FormerNessie former) {
    return former instanceof FormerNessie.Shown shown
        ? Optional.of(shown.plan())
        : Optional.empty();
  }

  private static Optional<String> unreached(FormerNessie former) {
    return former instanceof FormerNessie.Unreached unreached
        ? Optional.of(unreached.reason())
        : Optional.empty();
  }
}
