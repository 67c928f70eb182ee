package org.nessiebackup.kubernetes.reset;

import java.util.Optional;
import org.nessiebackup.kubernetes.WorkAction;
import org.nessiebackup.kubernetes.exchange.CatalogExchange;
import org.nessiebackup.kubernetes.exchange.WorkPlace;
import org.nessiebackup.postgres.CatalogLocation;
import org.nessiebackup.postgres.KeptCatalog;
import org.nessiebackup.postgres.KeptTables;
import org.nessiebackup.postgres.RestoreId;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.reset.CatalogReset;
import org.nessiebackup.reset.ResetOptions;
import org.nessiebackup.reset.ResetPlan;
import org.nessiebackup.reset.ResetReport;
import org.nessiebackup.undo.RestoreUndo;
import org.nessiebackup.undo.UndoOptions;

/** Nothing takes the catalog's place. */
final class ResetExchange implements CatalogExchange {
  private final WorkPlace place;
  private final CatalogLocation catalog;
  private final RestoreId work;
  private final String code;
  private final Runnable lastBackup;
  private Optional<ResetReport> report = Optional.empty();

  ResetExchange(
      WorkPlace place, CatalogLocation catalog, RestoreId work, String code, Runnable lastBackup) {
    this.place = place;
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
  public WorkAction action() {
    return WorkAction.RESET;
  }

  @Override
  public CatalogLocation catalog() {
    return catalog;
  }

  @Override
  public boolean done() {
    return kept(place, work).isPresent();
  }

  /** What a reset has moved aside. */
  static Optional<KeptTables> kept(WorkPlace place, RestoreId work) {
    try (Session session = place.database().open(place.steady().cancellation())) {
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
    CatalogReset reset = new CatalogReset(place.database(), place.steady());
    ResetPlan plan =
        reset.plan(
            new ResetOptions(Optional.of(catalog.schema()), Optional.of(catalog.tables()), false));
    report =
        Optional.of(
            reset.execute(
                new ResetPlan(
                    work,
                    plan.database(),
                    plan.catalog(),
                    plan.tables(),
                    plan.references(),
                    plan.code(),
                    plan.allowConnected(),
                    plan.warnings(),
                    plan.obstacles()),
                code));
  }

  /** What Nessie has made anew is kept, too. */
  @Override
  public void takeBack() {
    RestoreUndo undo = new RestoreUndo(place.database(), place.steady());
    undo.execute(
        undo.planUndo(
            new UndoOptions(Optional.of(catalog.schema()), false, Optional.of(work.keptSchema()))));
  }

  /** Nothing was made. */
  @Override
  public void discard() {}
}
