package org.nessiebackup.kubernetes.undo;

import java.util.Optional;
import org.nessiebackup.kubernetes.exchange.CatalogExchange;
import org.nessiebackup.kubernetes.exchange.CatalogPlan;
import org.nessiebackup.kubernetes.exchange.ExchangeContext;
import org.nessiebackup.kubernetes.exchange.ExchangeTarget;
import org.nessiebackup.kubernetes.workload.Checkpoint;
import org.nessiebackup.kubernetes.workload.ExchangeAction;
import org.nessiebackup.swap.KeptTables;
import org.nessiebackup.swap.RestoreId;
import org.nessiebackup.tables.CatalogLocation;
import org.nessiebackup.undo.RestoreUndo;
import org.nessiebackup.undo.UndoOptions;
import org.nessiebackup.undo.UndoPlan;
import org.nessiebackup.undo.UndoReport;
import org.nessiebackup.vault.replica.Replicas;

/**
 * Kept tables take the catalog's place. All has been there since the restore, so nothing is
 * prepared.
 *
 * @param context where
 * @param options the schema of the catalog, and what becomes of views
 * @param replicas where it is written down that the catalog's replicas have stopped; absent if no
 *     vault is given
 */
public record UndoExchange(
    ExchangeContext context, UndoOptions options, Optional<Replicas> replicas)
    implements CatalogExchange<UndoPlan.SwapBack, UndoReport> {
  @Override
  public ExchangeAction action() {
    return ExchangeAction.UNDO;
  }

  @Override
  public CatalogPlan<UndoPlan.SwapBack> plan() {
    UndoPlan.SwapBack plan =
        new RestoreUndo(context.database(), context.interruptible()).planUndo(options);
    KeptTables kept = plan.kept();
    return new CatalogPlan<>(
        new ExchangeTarget(
            plan.swap().name(), catalog(kept.catalogSchema()), Optional.of(kept.schema())),
        Optional.of(plan.unobstructed()));
  }

  @Override
  public ExchangeTarget target(Checkpoint begun) {
    return ExchangeTarget.of(begun, catalog(begun.schema()));
  }

  private CatalogLocation catalog(String schema) {
    return context.catalog(
        schema,
        missing -> {
          throw missing
              .failure()
              .exception(
                  missing.getMessage(),
                  "Nothing would make room, so Nessie need not be stopped: `undo` without"
                      + " --kubernetes brings the tables back. Then start Nessie.",
                  missing);
        });
  }

  /** The tables that make room are kept under the name of this exchange. */
  @Override
  public boolean done(ExchangeTarget target) {
    return context.kept(target.id()).isPresent();
  }

  @Override
  public Optional<CatalogLocation> incoming(ExchangeTarget target) {
    return Optional.of(
        new CatalogLocation(target.source().orElseThrow(), target.catalog().tables()));
  }

  @Override
  public UndoReport exchange(ExchangeTarget target) {
    return swapBack(
        target.catalog(), target.source().orElseThrow(), target.id(), options.moveViews());
  }

  @Override
  public void rollBack(ExchangeTarget target) {
    RestoreId name = RestoreId.create(context.uninterruptible().clock().instant());
    UndoReport ignored = swapBack(target.catalog(), target.id().keptSchema(), name, false);
  }

  /** What was moved before moves back without being asked for. */
  private UndoReport swapBack(CatalogLocation catalog, String kept, RestoreId name, boolean move) {
    RestoreUndo undo = new RestoreUndo(context.database(), replicas, context.uninterruptible());
    UndoPlan.SwapBack plan =
        undo.planUndo(
            new UndoOptions(Optional.of(catalog.schema()), false, Optional.of(kept))
                .movingViews(move));
    return undo.execute(plan.named(name));
  }
}
