package org.nessiebackup.cli.replica;

import java.util.Optional;
import java.util.function.Function;
import org.nessiebackup.WorkContext;
import org.nessiebackup.cli.console.Console;
import org.nessiebackup.cli.option.ClusterConnectionOptions;
import org.nessiebackup.cli.option.ConfirmOptions;
import org.nessiebackup.kubernetes.cluster.ClusterOptions;
import org.nessiebackup.kubernetes.exchange.ExchangeContext;
import org.nessiebackup.kubernetes.exchange.HandoverPlan;
import org.nessiebackup.kubernetes.exchange.WorkloadHandover;
import org.nessiebackup.kubernetes.promotion.PromotionMove;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.replica.CatalogReplica;
import org.nessiebackup.replica.PromotionOptions;
import org.nessiebackup.replica.PromotionPlan;
import org.nessiebackup.replica.PromotionReport;
import org.nessiebackup.retry.Sleeper;

/** A promotion with {@code --kubernetes}. */
record KubernetesPromotion(
    ClusterConnectionOptions cluster,
    HandoverOptions handover,
    ConfirmOptions confirmation,
    Console console) {

  /** Shows the plan, asks, and does what was planned; or puts back what was begun. */
  int run(
      VaultSeed.Databases databases,
      Function<WorkContext, CatalogReplica> replicas,
      PromotionOptions options,
      CatalogReplica.GraphProof proof) {
    PromotionMove move = new PromotionMove(replicas, console.work().uncounted(), options, proof);
    try (ExchangeContext next = context(cluster.cluster(), databases.replica())) {
      WorkloadHandover.Side side =
          new WorkloadHandover.Side(next, handover.next(cluster.workload()));
      Optional<ClusterOptions> primary = handover.primary(cluster.cluster());
      if (primary.isEmpty()) {
        return run(new WorkloadHandover<>(Optional.empty(), side, move));
      }
      try (ExchangeContext former = context(primary.get(), databases.primary())) {
        return run(
            new WorkloadHandover<>(
                Optional.of(new WorkloadHandover.Side(former, handover.former())), side, move));
      }
    }
  }

  private ExchangeContext context(ClusterOptions options, Database database) {
    return new ExchangeContext(options, database, console.work(), Sleeper::stoppedBy);
  }

  private int run(WorkloadHandover<PromotionPlan, PromotionReport> promotion) {
    if (handover.abort(confirmation.dryRun())) {
      confirmation.confirm(console, "Put everything back that the promotion has begun?");
      return console.show(new HandoverView(promotion.abort()));
    }
    HandoverPlan<PromotionPlan> plan = promotion.plan();
    HandoverPlanView view = new HandoverPlanView(plan);
    if (confirmation.dryRun()) {
      return console.show(view);
    }
    console.preview(view);
    promotion.move().requireConfirmed(plan.catalog().database());
    confirmation.confirm(
        console,
        "Promote replica \"%s\", and let \"%s\" serve it?"
            .formatted(plan.catalog().name(), plan.next().workload().name()));
    return console.show(new HandoverView(promotion.execute(plan)));
  }
}
