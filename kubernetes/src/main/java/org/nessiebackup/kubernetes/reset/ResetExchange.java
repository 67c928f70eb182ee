package org.nessiebackup.kubernetes.reset;

import java.util.Optional;
import org.nessiebackup.kubernetes.exchange.CatalogExchange;
import org.nessiebackup.kubernetes.exchange.ExchangeContext;
import org.nessiebackup.kubernetes.workload.ExchangeAction;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.reset.CatalogReset;
import org.nessiebackup.reset.ResetOptions;
import org.nessiebackup.reset.ResetPlan;
import org.nessiebackup.reset.ResetReport;
import org.nessiebackup.swap.KeptCatalog;
import org.nessiebackup.swap.KeptTables;
import org.nessiebackup.swap.RestoreId;
import org.nessiebackup.tables.CatalogLocation;
import org.nessiebackup.undo.RestoreUndo;
import org.nessiebackup.undo.UndoOptions;

/** Nothing takes the catalog's place. */
final class ResetExchange implements CatalogExchange {
  private final ExchangeContext context;
  private final CatalogLocation catalog;
  private final RestoreId work;
  private final String code;
  private final Runnable lastBackup;
  private Optional<ResetReport> report = Optional.empty();

  ResetExchange(
      ExchangeContext context,
      CatalogLocation catalog,
      RestoreId work,
      String code,
      Runnable lastBackup) {
    this.context = context;
    this.catalog = catalog;
    this.work = work;
    this.code = code;
    this.lastBackup = lastBackup;
  }

  /** What the database half did, if it was done in this run. */
  Optional<ResetReport> report() {
    return report;
  }

  @Override
  public ExchangeAction action() {
    return ExchangeAction.RESET;
  }

  @Override
  public CatalogLocation catalog() {
    return catalog;
  }

  @Override
  public boolean done() {
    return kept(context, work).isPresent();
  }

  /** What a reset has moved aside. */
  static Optional<KeptTables> kept(ExchangeContext context, RestoreId work) {
    try (Session session = context.database().open(context.uninterruptible().cancellation())) {
      return KeptCatalog.list(session).stream()
          .filter(each -> each.schema().equals(work.keptSchema()))
          .findFirst();
    }
  }

  @Override
  public void prepare() {
    lastBackup.run();
  }

  @Override
  public Optional<CatalogLocation> incoming() {
    return Optional.empty();
  }

  @Override
  public Optional<CatalogLocation> former() {
    return Optional.of(new CatalogLocation(work.keptSchema(), catalog.tables()));
  }

  /** The code fits the tables that somebody looked at, and no others. */
  @Override
  public void exchange() {
    CatalogReset reset = new CatalogReset(context.database(), context.uninterruptible());
    ResetPlan plan =
        reset.plan(
            new ResetOptions(Optional.of(catalog.schema()), Optional.of(catalog.tables()), false));
    report = Optional.of(reset.execute(plan.named(work), code));
  }

  /** What Nessie has made anew is kept, too. */
  @Override
  public void rollBack() {
    RestoreUndo undo = new RestoreUndo(context.database(), context.uninterruptible());
    undo.execute(
        undo.planUndo(
            new UndoOptions(Optional.of(catalog.schema()), false, Optional.of(work.keptSchema()))));
  }

  /** Nothing was made. */
  @Override
  public void discard() {}
}
