package org.nessiebackup.kubernetes.reset;

import java.util.Optional;
import java.util.function.Consumer;
import org.nessiebackup.kubernetes.exchange.CatalogExchange;
import org.nessiebackup.kubernetes.exchange.CatalogPlan;
import org.nessiebackup.kubernetes.exchange.DatabaseSteps;
import org.nessiebackup.kubernetes.exchange.ExchangeContext;
import org.nessiebackup.kubernetes.exchange.ExchangeTarget;
import org.nessiebackup.kubernetes.workload.Checkpoint;
import org.nessiebackup.kubernetes.workload.ExchangeAction;
import org.nessiebackup.nessie.StoreType;
import org.nessiebackup.reset.CatalogReset;
import org.nessiebackup.reset.ResetOptions;
import org.nessiebackup.reset.ResetPlan;
import org.nessiebackup.reset.ResetReport;
import org.nessiebackup.swap.RestoreId;
import org.nessiebackup.tables.CatalogLocation;

/** The tables are moved aside, and Nessie makes new ones when it starts. */
public final class ResetExchange implements CatalogExchange<ResetPlan, ResetReport> {
  private final ExchangeContext context;
  private final ResetOptions options;
  private final Optional<String> code;
  private final Consumer<CatalogLocation> lastBackup;

  /**
   * Touches nothing yet.
   *
   * @param code by which the user has confirmed; absent if by nothing
   * @param lastBackup what is done before, while Nessie serves; if it throws, nothing is done
   */
  public ResetExchange(
      ExchangeContext context,
      ResetOptions options,
      Optional<String> code,
      Consumer<CatalogLocation> lastBackup) {
    this.context = context;
    this.options = options;
    this.code = code;
    this.lastBackup = lastBackup;
  }

  @Override
  public ExchangeAction action() {
    return ExchangeAction.RESET;
  }

  /** That Nessie is connected does not matter: it will be stopped. */
  @Override
  public CatalogPlan<ResetPlan> plan() {
    ResetPlan plan = reset().plan(options).unobstructed();
    return new CatalogPlan<>(
        new ExchangeTarget(plan.swap().name(), plan.catalog(), Optional.of(plan.code())),
        Optional.of(plan));
  }

  private CatalogReset reset() {
    return new CatalogReset(context.database(), context.interruptible());
  }

  @Override
  public ExchangeTarget target(Checkpoint begun) {
    RestoreId id = new RestoreId(begun.work());
    CatalogLocation catalog =
        ResetSteps.kept(context, id)
            .map(
                kept -> new CatalogLocation(kept.catalogSchema(), StoreType.closest(kept.tables())))
            .orElseGet(
                () ->
                    reset()
                        .plan(
                            new ResetOptions(Optional.of(begun.schema()), Optional.empty(), false))
                        .catalog());
    return new ExchangeTarget(id, catalog, begun.source());
  }

  @Override
  public void requireConfirmed(ResetPlan plan) {
    reset().check(plan, code);
  }

  @Override
  public DatabaseSteps<ResetReport> steps(ExchangeTarget target) {
    return new ResetSteps(context, target, lastBackup);
  }
}
