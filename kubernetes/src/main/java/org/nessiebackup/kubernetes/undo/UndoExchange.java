package org.nessiebackup.kubernetes.undo;

import java.util.Optional;
import org.nessiebackup.kubernetes.exchange.CatalogExchange;
import org.nessiebackup.kubernetes.exchange.ExchangeContext;
import org.nessiebackup.kubernetes.workload.ExchangeAction;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.swap.KeptCatalog;
import org.nessiebackup.swap.RestoreId;
import org.nessiebackup.tables.CatalogLocation;
import org.nessiebackup.undo.RestoreUndo;
import org.nessiebackup.undo.UndoOptions;
import org.nessiebackup.undo.UndoPlan;
import org.nessiebackup.undo.UndoReport;

/** Kept tables take the catalog's place. */
final class UndoExchange implements CatalogExchange {
  private final ExchangeContext context;
  private final CatalogLocation catalog;
  private final RestoreId work;
  private final String kept;
  private final boolean moveViews;
  private Optional<UndoReport> report = Optional.empty();

  UndoExchange(ExchangeContext context, NessieUndoPlan plan) {
    this.context = context;
    this.catalog = plan.catalog();
    this.work = plan.work();
    this.kept = plan.keptSchema();
    this.moveViews = plan.moveViews();
  }

  /** What the database half did, if it was done in this run. */
  Optional<UndoReport> report() {
    return report;
  }

  @Override
  public ExchangeAction action() {
    return ExchangeAction.UNDO;
  }

  @Override
  public CatalogLocation catalog() {
    return catalog;
  }

  /** There are tables that make room, so they are kept under the name of this work. */
  @Override
  public boolean done() {
    return exists(work.keptSchema());
  }

  private boolean exists(String schema) {
    try (Session session = context.database().open(context.uninterruptible().cancellation())) {
      return KeptCatalog.list(session).stream().anyMatch(each -> each.schema().equals(schema));
    }
  }

  /** All has been there since the restore. */
  @Override
  public void prepare() {}

  @Override
  public Optional<CatalogLocation> incoming() {
    return Optional.of(new CatalogLocation(kept, catalog.tables()));
  }

  @Override
  public Optional<CatalogLocation> former() {
    return Optional.of(new CatalogLocation(work.keptSchema(), catalog.tables()));
  }

  @Override
  public void exchange() {
    report = Optional.of(swapBack(kept, work, moveViews));
  }

  @Override
  public void rollBack() {
    swapBack(
        work.keptSchema(), RestoreId.create(context.uninterruptible().clock().instant()), false);
  }

  /** What was moved before moves back without being asked for. */
  private UndoReport swapBack(String schema, RestoreId name, boolean move) {
    RestoreUndo undo = new RestoreUndo(context.database(), context.uninterruptible());
    UndoPlan.SwapBack plan =
        undo.planUndo(
            new UndoOptions(Optional.of(catalog.schema()), false, Optional.of(schema))
                .movingViews(move));
    return undo.execute(plan.named(name));
  }

  /** Nothing was made. */
  @Override
  public void discard() {}
}
