package org.nessiebackup.kubernetes.undo;

import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.kubernetes.exchange.CatalogExchange;
import org.nessiebackup.kubernetes.exchange.CatalogPlan;
import org.nessiebackup.kubernetes.exchange.DatabaseSteps;
import org.nessiebackup.kubernetes.exchange.ExchangeContext;
import org.nessiebackup.kubernetes.exchange.ExchangeTarget;
import org.nessiebackup.kubernetes.workload.Checkpoint;
import org.nessiebackup.kubernetes.workload.ExchangeAction;
import org.nessiebackup.swap.KeptTables;
import org.nessiebackup.tables.CatalogLocation;
import org.nessiebackup.undo.RestoreUndo;
import org.nessiebackup.undo.UndoOptions;
import org.nessiebackup.undo.UndoPlan;
import org.nessiebackup.undo.UndoReport;

/** Kept tables take the catalog's place. */
public final class UndoExchange implements CatalogExchange<UndoPlan.SwapBack, UndoReport> {
  private final ExchangeContext context;
  private final UndoOptions options;

  /**
   * Touches nothing yet.
   *
   * @param options the schema of the catalog, and what becomes of views
   */
  public UndoExchange(ExchangeContext context, UndoOptions options) {
    this.context = context;
    this.options = options;
  }

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
    try {
      return context.catalog(schema);
    } catch (BackupException e) {
      if (e.failure() != Failure.CATALOG_NOT_FOUND) {
        throw e;
      }
      throw e.failure()
          .exception(
              e.getMessage(),
              "Nothing would make room, so Nessie need not be stopped: `undo` without --kubernetes"
                  + " brings the tables back. Then start Nessie.",
              e);
    }
  }

  @Override
  public DatabaseSteps<UndoReport> steps(ExchangeTarget target) {
    return new UndoSteps(context, target, options.moveViews());
  }
}
