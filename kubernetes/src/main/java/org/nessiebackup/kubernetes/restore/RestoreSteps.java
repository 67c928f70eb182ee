package org.nessiebackup.kubernetes.restore;

import java.util.Optional;
import java.util.function.Supplier;
import org.nessiebackup.Failure;
import org.nessiebackup.kubernetes.exchange.DatabaseSteps;
import org.nessiebackup.kubernetes.exchange.ExchangeContext;
import org.nessiebackup.kubernetes.exchange.ExchangeTarget;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.restore.CatalogRestore;
import org.nessiebackup.restore.RestoreOptions;
import org.nessiebackup.restore.RestoreReport;
import org.nessiebackup.swap.KeptTables;
import org.nessiebackup.swap.RestoreState;
import org.nessiebackup.swap.StagingSchema;
import org.nessiebackup.tables.CatalogLocation;
import org.nessiebackup.tables.CatalogLock;
import org.nessiebackup.undo.RestoreUndo;
import org.nessiebackup.undo.UndoOptions;
import org.nessiebackup.undo.UndoPlan;
import org.nessiebackup.vault.Vault;

/** Loads a backup beside the catalog, and swaps. */
record RestoreSteps(
    ExchangeContext context, Supplier<Vault> vault, ExchangeTarget target, RestoreOptions options)
    implements DatabaseSteps<RestoreReport> {
  private RestoreState state() {
    try (Session session = context.open()) {
      return RestoreState.of(session, target.catalog().schema(), target.id());
    }
  }

  @Override
  public boolean done() {
    return switch (state()) {
      case RestoreState.Swapped swapped -> true;
      case RestoreState.Absent absent -> false;
      case RestoreState.Incomplete incomplete -> false;
      case RestoreState.Staged staged -> false;
      case RestoreState.Undone undone -> false;
    };
  }

  @Override
  public void prepare() {
    if (state() instanceof RestoreState.Staged) {
      return;
    }
    CatalogRestore operation =
        new CatalogRestore(vault.get(), context.database(), context.interruptible());
    operation.stage(operation.plan(options, target.id()));
  }

  @Override
  public Optional<CatalogLocation> incoming() {
    return state() instanceof RestoreState.Staged staged
        ? Optional.of(staged.restore().location())
        : Optional.empty();
  }

  @Override
  public Optional<CatalogLocation> former() {
    return state() instanceof RestoreState.Swapped swapped
        ? swapped.kept().map(kept -> new CatalogLocation(kept.schema(), target.catalog().tables()))
        : Optional.empty();
  }

  @Override
  public RestoreReport exchange() {
    if (!(state() instanceof RestoreState.Staged staged)) {
      throw Failure.LOCKED.exception(
          "what was staged in schema \"%s\" is gone".formatted(target.id().stagingSchema()),
          "Somebody else has begun a restore of this catalog. Look who; then restore again.");
    }
    return new CatalogRestore(vault.get(), context.database(), context.uninterruptible())
        .swap(staged.restore(), false);
  }

  @Override
  public void rollBack() {
    if (!(state() instanceof RestoreState.Swapped swapped)) {
      return;
    }
    KeptTables kept =
        swapped
            .kept()
            .orElseThrow(
                () ->
                    Failure.BACKUP_NOT_FOUND.exception(
                        "the restore replaced no tables, so there is nothing to go back to",
                        "Restore another backup, or reset the catalog."));
    RestoreUndo undo = new RestoreUndo(context.database(), context.uninterruptible());
    UndoPlan plan =
        undo.planUndo(
            new UndoOptions(
                Optional.of(target.catalog().schema()), false, Optional.of(kept.schema())));
    undo.execute(plan);
  }

  @Override
  public void discard() {
    try (Session session = context.open()) {
      CatalogLock.acquire(session, target.catalog().schema());
      switch (RestoreState.of(session, target.catalog().schema(), target.id())) {
        case RestoreState.Incomplete incomplete ->
            StagingSchema.drop(session, incomplete.stagingSchema());
        case RestoreState.Staged staged -> staged.restore().discard(session);
        case RestoreState.Absent absent -> {}
        case RestoreState.Swapped swapped -> {}
        case RestoreState.Undone undone -> {}
      }
    }
  }
}
