package org.nessiebackup.kubernetes.reset;

import java.util.Optional;
import java.util.function.Consumer;
import org.nessiebackup.kubernetes.exchange.DatabaseSteps;
import org.nessiebackup.kubernetes.exchange.ExchangeContext;
import org.nessiebackup.kubernetes.exchange.ExchangeTarget;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.reset.CatalogReset;
import org.nessiebackup.reset.ResetOptions;
import org.nessiebackup.reset.ResetReport;
import org.nessiebackup.swap.KeptCatalog;
import org.nessiebackup.swap.KeptTables;
import org.nessiebackup.swap.RestoreId;
import org.nessiebackup.tables.CatalogLocation;
import org.nessiebackup.undo.RestoreUndo;
import org.nessiebackup.undo.UndoOptions;

/** Nothing takes the catalog's place, so nothing but the last backup is prepared. */
record ResetSteps(
    ExchangeContext context, ExchangeTarget target, Consumer<CatalogLocation> lastBackup)
    implements DatabaseSteps<ResetReport> {
  @Override
  public boolean done() {
    return kept(context, target.id()).isPresent();
  }

  /** What a reset has moved aside. */
  static Optional<KeptTables> kept(ExchangeContext context, RestoreId reset) {
    try (Session session = context.open()) {
      return KeptCatalog.list(session).stream()
          .filter(each -> each.schema().equals(reset.keptSchema()))
          .findFirst();
    }
  }

  @Override
  public void prepare() {
    lastBackup.accept(target.catalog());
  }

  @Override
  public Optional<CatalogLocation> incoming() {
    return Optional.empty();
  }

  @Override
  public Optional<CatalogLocation> former() {
    return Optional.of(new CatalogLocation(target.id().keptSchema(), target.catalog().tables()));
  }

  /** The code fits the tables that somebody looked at, and no others. */
  @Override
  public ResetReport exchange() {
    CatalogReset reset = new CatalogReset(context.database(), context.uninterruptible());
    CatalogLocation catalog = target.catalog();
    ResetOptions options =
        new ResetOptions(Optional.of(catalog.schema()), Optional.of(catalog.tables()), false);
    return reset.execute(reset.plan(options).named(target.id()), target.source().orElseThrow());
  }

  /** What Nessie has made since is kept, too. */
  @Override
  public void rollBack() {
    RestoreUndo undo = new RestoreUndo(context.database(), context.uninterruptible());
    UndoOptions options =
        new UndoOptions(
            Optional.of(target.catalog().schema()), false, Optional.of(target.id().keptSchema()));
    undo.execute(undo.planUndo(options));
  }
}
