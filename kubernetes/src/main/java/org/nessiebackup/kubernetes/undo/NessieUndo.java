package org.nessiebackup.kubernetes.undo;

import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.kubernetes.exchange.ExchangeContext;
import org.nessiebackup.kubernetes.exchange.ExchangeOptions;
import org.nessiebackup.kubernetes.exchange.ExchangePlan;
import org.nessiebackup.kubernetes.exchange.ExchangeReport;
import org.nessiebackup.kubernetes.exchange.NessieExchange;
import org.nessiebackup.kubernetes.workload.Checkpoint;
import org.nessiebackup.kubernetes.workload.ExchangeAction;
import org.nessiebackup.nessie.StoreType;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.swap.KeptTables;
import org.nessiebackup.swap.RestoreId;
import org.nessiebackup.tables.CatalogFinder;
import org.nessiebackup.tables.CatalogLocation;
import org.nessiebackup.undo.RestoreUndo;
import org.nessiebackup.undo.UndoOptions;
import org.nessiebackup.undo.UndoPlan;

/** Takes the last exchange of a catalog back while it takes care of Nessie. */
public final class NessieUndo {
  private final ExchangeContext context;
  private final ExchangeOptions options;

  /** Touches nothing yet. */
  public NessieUndo(ExchangeContext context, ExchangeOptions options) {
    this.context = context;
    this.options = options;
  }

  /**
   * Says what would be done, or how a work goes on that was begun. Changes nothing.
   *
   * @param wanted the schema of the catalog, and what becomes of views
   * @throws BackupException {@link Failure#BACKUP_NOT_FOUND} if nothing is kept, {@link
   *     Failure#CATALOG_NOT_FOUND} if there is no catalog that could make room
   */
  public NessieUndoPlan plan(UndoOptions wanted) {
    ExchangePlan nessie = new NessieExchange(context, options).plan(ExchangeAction.UNDO);
    return nessie
        .resumed()
        .map(state -> resumed(nessie, state, wanted.moveViews()))
        .orElseGet(() -> fresh(wanted, nessie));
  }

  private NessieUndoPlan fresh(UndoOptions wanted, ExchangePlan nessie) {
    UndoPlan.SwapBack plan =
        new RestoreUndo(context.database(), context.interruptible()).planUndo(wanted);
    KeptTables kept = plan.kept();
    return new NessieUndoPlan(
        plan.swap().name(),
        kept.schema(),
        catalog(kept.catalogSchema()),
        Optional.of(plan),
        nessie,
        wanted.moveViews());
  }

  private NessieUndoPlan resumed(ExchangePlan nessie, Checkpoint state, boolean moveViews) {
    return new NessieUndoPlan(
        new RestoreId(state.work()),
        state.source().orElseThrow(),
        catalog(state.schema()),
        Optional.empty(),
        nessie,
        moveViews);
  }

  private CatalogLocation catalog(String schema) {
    try (Session session = context.database().open(context.interruptible().cancellation())) {
      return CatalogFinder.find(session, StoreType.tableSets(), Optional.of(schema));
    } catch (BackupException e) {
      if (e.failure() != Failure.CATALOG_NOT_FOUND) {
        throw e;
      }
      throw new BackupException(
          e.failure(),
          e.getMessage(),
          "Nothing would make room, so Nessie need not be stopped: `undo` without --kubernetes"
              + " brings the tables back. Then start Nessie.",
          e);
    }
  }

  /**
   * Does what a plan says.
   *
   * @throws BackupException with the failure that ended it; the message says how all is then
   */
  public NessieUndoReport execute(NessieUndoPlan plan) {
    NessieExchange nessie = new NessieExchange(context, options);
    UndoExchange exchange = exchange(plan);
    Checkpoint state =
        plan.nessie()
            .resumed()
            .orElseGet(
                () ->
                    nessie.begin(
                        plan.nessie(), exchange, plan.work(), Optional.of(plan.keptSchema())));
    ExchangeReport report = nessie.execute(plan.nessie(), exchange, state);
    return new NessieUndoReport(report, exchange.report());
  }

  /**
   * Puts everything back that an undo has begun.
   *
   * @throws BackupException {@link Failure#USAGE} if none was begun
   */
  public NessieUndoReport abort() {
    NessieExchange nessie = new NessieExchange(context, options);
    ExchangePlan plan = nessie.plan(ExchangeAction.UNDO);
    Checkpoint state = nessie.begun(plan, ExchangeAction.UNDO);
    return new NessieUndoReport(
        nessie.abort(plan, exchange(resumed(plan, state, false))), Optional.empty());
  }

  private UndoExchange exchange(NessieUndoPlan plan) {
    return new UndoExchange(context, plan);
  }
}
