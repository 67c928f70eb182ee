package org.nessiebackup.kubernetes.undo;

import java.util.Optional;
import org.nessiebackup.kubernetes.exchange.DatabaseSteps;
import org.nessiebackup.kubernetes.exchange.ExchangeContext;
import org.nessiebackup.kubernetes.exchange.ExchangeTarget;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.swap.KeptCatalog;
import org.nessiebackup.swap.RestoreId;
import org.nessiebackup.tables.CatalogLocation;
import org.nessiebackup.undo.RestoreUndo;
import org.nessiebackup.undo.UndoOptions;
import org.nessiebackup.undo.UndoPlan;
import org.nessiebackup.undo.UndoReport;

/** All has been there since the restore, so nothing is prepared. */
record UndoSteps(ExchangeContext context, ExchangeTarget target, boolean moveViews)
    implements DatabaseSteps<UndoReport> {
  /** The tables that make room are kept under the name of this exchange. */
  @Override
  public boolean done() {
    try (Session session = context.open()) {
      return KeptCatalog.list(session).stream()
          .anyMatch(each -> each.schema().equals(target.id().keptSchema()));
    }
  }

  @Override
  public Optional<CatalogLocation> incoming() {
    return Optional.of(
        new CatalogLocation(target.source().orElseThrow(), target.catalog().tables()));
  }

  @Override
  public Optional<CatalogLocation> former() {
    return Optional.of(new CatalogLocation(target.id().keptSchema(), target.catalog().tables()));
  }

  @Override
  public UndoReport exchange() {
    return swapBack(target.source().orElseThrow(), target.id(), moveViews);
  }

  @Override
  public void rollBack() {
    RestoreId name = RestoreId.create(context.uninterruptible().clock().instant());
    UndoReport ignored = swapBack(target.id().keptSchema(), name, false);
  }

  /** What was moved before moves back without being asked for. */
  private UndoReport swapBack(String schema, RestoreId name, boolean move) {
    RestoreUndo undo = new RestoreUndo(context.database(), context.uninterruptible());
    UndoPlan.SwapBack plan =
        undo.planUndo(
            new UndoOptions(Optional.of(target.catalog().schema()), false, Optional.of(schema))
                .movingViews(move));
    return undo.execute(plan.named(name));
  }
}
