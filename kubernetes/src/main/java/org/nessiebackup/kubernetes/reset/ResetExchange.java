package org.nessiebackup.kubernetes.reset;

import java.util.Optional;
import java.util.function.Consumer;
import org.nessiebackup.kubernetes.exchange.CatalogExchange;
import org.nessiebackup.kubernetes.exchange.CatalogPlan;
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
import org.nessiebackup.undo.RestoreUndo;
import org.nessiebackup.undo.UndoOptions;
import org.nessiebackup.vault.replica.Replicas;

/**
 * The tables are moved aside, and Nessie makes new ones when it starts. So nothing but the last
 * backup is prepared.
 *
 * @param context where
 * @param options which catalog
 * @param code by which the user has confirmed; absent if by nothing
 * @param lastBackup what is done before, while Nessie serves; if it throws, nothing is done
 * @param replicas where it is written down that the catalog's replicas have stopped; absent if no
 *     vault is given
 */
public record ResetExchange(
    ExchangeContext context,
    ResetOptions options,
    Optional<String> code,
    Consumer<CatalogLocation> lastBackup,
    Optional<Replicas> replicas)
    implements CatalogExchange<ResetPlan, ResetReport> {
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
        context
            .kept(id)
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
  public boolean done(ExchangeTarget target) {
    return context.kept(target.id()).isPresent();
  }

  @Override
  public void prepare(ExchangeTarget target) {
    lastBackup.accept(target.catalog());
  }

  @Override
  public Optional<CatalogLocation> incoming(ExchangeTarget target) {
    return Optional.empty();
  }

  /** The code fits the tables that somebody looked at, and no others. */
  @Override
  public ResetReport exchange(ExchangeTarget target) {
    CatalogReset reset = new CatalogReset(context.database(), replicas, context.uninterruptible());
    CatalogLocation catalog = target.catalog();
    ResetOptions again =
        new ResetOptions(Optional.of(catalog.schema()), Optional.of(catalog.tables()), false);
    return reset.execute(reset.plan(again).named(target.id()), target.source().orElseThrow());
  }

  /** What Nessie has made since is kept, too. */
  @Override
  public void rollBack(ExchangeTarget target) {
    RestoreUndo undo = new RestoreUndo(context.database(), replicas, context.uninterruptible());
    UndoOptions back =
        new UndoOptions(
            Optional.of(target.catalog().schema()), false, Optional.of(target.id().keptSchema()));
    undo.execute(undo.planUndo(back));
  }
}
