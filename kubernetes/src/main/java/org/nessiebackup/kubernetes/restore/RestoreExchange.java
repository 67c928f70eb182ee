package org.nessiebackup.kubernetes.restore;

import java.util.Optional;
import java.util.function.Supplier;
import org.nessiebackup.Failure;
import org.nessiebackup.PointId;
import org.nessiebackup.WorkContext;
import org.nessiebackup.kubernetes.exchange.CatalogExchange;
import org.nessiebackup.kubernetes.exchange.CatalogPlan;
import org.nessiebackup.kubernetes.exchange.ExchangeContext;
import org.nessiebackup.kubernetes.exchange.ExchangeTarget;
import org.nessiebackup.kubernetes.workload.Checkpoint;
import org.nessiebackup.kubernetes.workload.ExchangeAction;
import org.nessiebackup.nessie.StoreType;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.restore.CatalogRestore;
import org.nessiebackup.restore.RestoreOptions;
import org.nessiebackup.restore.RestorePlan;
import org.nessiebackup.restore.RestoreReport;
import org.nessiebackup.swap.KeptTables;
import org.nessiebackup.swap.RestoreId;
import org.nessiebackup.swap.RestoreState;
import org.nessiebackup.swap.StagingSchema;
import org.nessiebackup.tables.CatalogLocation;
import org.nessiebackup.tables.CatalogLock;
import org.nessiebackup.undo.RestoreUndo;
import org.nessiebackup.undo.UndoOptions;
import org.nessiebackup.undo.UndoPlan;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.point.PointSelector;

/**
 * A backup takes the catalog's place: it is loaded beside the catalog, and swapped in.
 *
 * @param context where
 * @param vault opens the vault; not used if what is needed of it is in the database already
 * @param request which recovery point, and how
 */
public record RestoreExchange(
    ExchangeContext context, Supplier<Vault> vault, RestoreRequest request)
    implements CatalogExchange<RestorePlan, RestoreReport> {
  @Override
  public ExchangeAction action() {
    return ExchangeAction.RESTORE;
  }

  @Override
  public CatalogPlan<RestorePlan> plan() {
    PointSelector point =
        request
            .point()
            .orElseThrow(
                () ->
                    Failure.USAGE.exception(
                        "no restore was begun that could go on",
                        "Name a backup to restore, or \"latest\"."));
    return plan(point, request.schema(), RestoreId.create(context.now()));
  }

  private CatalogPlan<RestorePlan> plan(
      PointSelector point, Optional<String> schema, RestoreId id) {
    RestorePlan plan = restore(context.interruptible()).plan(options(point, schema), id);
    return new CatalogPlan<>(
        new ExchangeTarget(id, plan.swap().catalog(), Optional.of(plan.point().id().toString())),
        Optional.of(plan.unobstructed()));
  }

  private CatalogRestore restore(WorkContext work) {
    return new CatalogRestore(vault.get(), context.database(), work);
  }

  private RestoreOptions options(PointSelector point, Optional<String> schema) {
    return new RestoreOptions(point, schema, request.jobs(), false, request.moveViews());
  }

  /** {@code latest} may be another backup by now; what was begun goes on. */
  @Override
  public boolean continues(Checkpoint begun) {
    return request
        .point()
        .map(
            wanted ->
                begun
                    .source()
                    .map(PointId::parse)
                    .filter(id -> wanted.mayBe(id, context.now()))
                    .isPresent())
        .orElse(true);
  }

  @Override
  public CatalogPlan<RestorePlan> resume(Checkpoint begun) {
    RestoreId id = new RestoreId(begun.work());
    return isInDatabase(begun.schema(), id)
        ? new CatalogPlan<>(target(begun), Optional.empty())
        : plan(
            PointSelector.of(PointId.parse(begun.source().orElseThrow())),
            Optional.of(begun.schema()),
            id);
  }

  private boolean isInDatabase(String schema, RestoreId id) {
    try (Session session = context.database().open(context.interruptible().cancellation())) {
      return switch (RestoreState.of(session, schema, id)) {
        case RestoreState.Absent absent -> false;
        case RestoreState.Incomplete incomplete -> false;
        case RestoreState.Staged staged -> true;
        case RestoreState.Swapped swapped -> true;
        case RestoreState.Undone undone -> true;
      };
    }
  }

  @Override
  public ExchangeTarget target(Checkpoint begun) {
    return ExchangeTarget.of(begun, catalog(begun.schema()));
  }

  /** Where there is none yet, the restore makes one of the current kind. */
  private CatalogLocation catalog(String schema) {
    return context.catalog(
        schema, missing -> new CatalogLocation(schema, StoreType.JDBC2.tables()));
  }

  private RestoreState state(ExchangeTarget target) {
    try (Session session = context.open()) {
      return RestoreState.of(session, target.catalog().schema(), target.id());
    }
  }

  @Override
  public boolean done(ExchangeTarget target) {
    return switch (state(target)) {
      case RestoreState.Swapped swapped -> true;
      case RestoreState.Absent absent -> false;
      case RestoreState.Incomplete incomplete -> false;
      case RestoreState.Staged staged -> false;
      case RestoreState.Undone undone -> false;
    };
  }

  @Override
  public void prepare(ExchangeTarget target) {
    if (state(target) instanceof RestoreState.Staged) {
      return;
    }
    CatalogRestore operation = restore(context.interruptible());
    operation.stage(
        operation.plan(
            options(
                PointSelector.of(PointId.parse(target.source().orElseThrow())),
                Optional.of(target.catalog().schema())),
            target.id()));
  }

  @Override
  public Optional<CatalogLocation> incoming(ExchangeTarget target) {
    return state(target) instanceof RestoreState.Staged staged
        ? Optional.of(staged.restore().location())
        : Optional.empty();
  }

  @Override
  public Optional<CatalogLocation> former(ExchangeTarget target) {
    return state(target) instanceof RestoreState.Swapped swapped
        ? swapped.kept().map(kept -> new CatalogLocation(kept.schema(), target.catalog().tables()))
        : Optional.empty();
  }

  @Override
  public RestoreReport exchange(ExchangeTarget target) {
    if (!(state(target) instanceof RestoreState.Staged staged)) {
      throw Failure.LOCKED.exception(
          "what was staged in schema \"%s\" is gone".formatted(target.id().stagingSchema()),
          "Somebody else has begun a restore of this catalog. Look who; then restore again.");
    }
    return restore(context.uninterruptible()).swap(staged.restore(), false);
  }

  @Override
  public void rollBack(ExchangeTarget target) {
    if (!(state(target) instanceof RestoreState.Swapped swapped)) {
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
  public void discard(ExchangeTarget target) {
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
