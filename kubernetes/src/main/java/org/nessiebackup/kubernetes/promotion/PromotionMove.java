package org.nessiebackup.kubernetes.promotion;

import java.util.Optional;
import java.util.function.Function;
import org.nessiebackup.Cancellation;
import org.nessiebackup.WorkContext;
import org.nessiebackup.kubernetes.exchange.CatalogMove;
import org.nessiebackup.replica.CatalogReplica;
import org.nessiebackup.replica.PromotionOptions;
import org.nessiebackup.replica.PromotionPlan;
import org.nessiebackup.replica.PromotionReport;

/**
 * A replica takes its primary's place.
 *
 * @param replicas the replica, for whoever wants it with a context of his own
 * @param context what a request to stop ends
 * @param options how it is promoted
 * @param proof whether the replica's catalog is whole
 */
public record PromotionMove(
    Function<WorkContext, CatalogReplica> replicas,
    WorkContext context,
    PromotionOptions options,
    CatalogReplica.GraphProof proof)
    implements CatalogMove<PromotionPlan, PromotionReport> {
  @Override
  public Plan<PromotionPlan> plan(boolean stops) {
    PromotionPlan found = replicas.apply(context).planPromotion(options);
    PromotionPlan plan = stops ? found.onceStopped() : found;
    return new Plan<>(
        plan.state().head().name(),
        plan.primary() instanceof PromotionPlan.Primary.Reached
            ? Optional.of(plan.primaryCatalog())
            : Optional.empty(),
        plan.replicaCatalog(),
        stage(plan),
        plan);
  }

  @Override
  public Stage stage() {
    return stage(
        replicas.apply(context.withCancellation(new Cancellation())).planPromotion(options));
  }

  private static Stage stage(PromotionPlan plan) {
    if (plan.follower().promoted()) {
      return Stage.MOVED;
    }
    boolean fenced =
        plan.primary() instanceof PromotionPlan.Primary.Reached reached && reached.fenced();
    return fenced ? Stage.BETWEEN : Stage.BEFORE;
  }

  @Override
  public void requireConfirmed(PromotionPlan plan) {
    plan.check(options);
  }

  @Override
  public PromotionReport move(PromotionPlan plan, Runnable stop) {
    return replicas.apply(context).promote(plan, options, proof, stop);
  }
}
