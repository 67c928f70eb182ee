package org.nessiebackup.restore;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.TableSet;
import org.nessiebackup.WorkContext;
import org.nessiebackup.catalog.BackupCatalog;
import org.nessiebackup.catalog.JournalCommits;
import org.nessiebackup.catalog.ServerSource;
import org.nessiebackup.nessie.StoreType;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.postgres.ServerFacts;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.swap.RestoreId;
import org.nessiebackup.swap.RestoreState;
import org.nessiebackup.swap.StagedPoint;
import org.nessiebackup.swap.StagedRestore;
import org.nessiebackup.swap.StagedSwap;
import org.nessiebackup.swap.StagingSchema;
import org.nessiebackup.tables.CatalogLock;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.point.RecoveryPoint;
import org.nessiebackup.vault.replica.StoppedReplicas;
import org.nessiebackup.vault.rows.PointRows;

/**
 * Restores backups: all of one, or nothing. Whatever ends a restore before its swap has committed
 * leaves the catalog as it was.
 *
 * <p>{@link #execute} does it at once. Who wants to stop Nessie for the swap only does it in two
 * steps, {@link #stage} and {@link #swap}, and learns from {@link #state} after a crash how far it
 * came. Each step takes the catalog's lock for itself: nothing but the database's own marks
 * connects them, so no connection has to survive in between, and backups may run there. Making one
 * touches nothing.
 *
 * @param vault the vault
 * @param database the database
 * @param context clock, progress and a request to stop
 */
public record CatalogRestore(Vault vault, Database database, WorkContext context) {
  private static final String DAMAGED =
      "The catalog was not touched. `verify --all` shows which backups are whole.";

  /** Loading, building keys, comparing, swapping. */
  private static final int PARTS = 4;

  /** Sees the vault by the clock of the context. */
  public CatalogRestore {
    vault = vault.by(context.clock());
  }

  /**
   * Says what a restore would do, and what is in its way. Changes nothing.
   *
   * @throws BackupException if it can never work: no such backup, damaged, missing privileges, a
   *     view that cannot be moved as wanted
   */
  public RestorePlan plan(RestoreOptions options) {
    return plan(options, RestoreId.create(context.clock().instant()));
  }

  /**
   * The same for a restore whose name the caller has chosen, to find it again after a crash.
   *
   * @param restore the name
   */
  public RestorePlan plan(RestoreOptions options, RestoreId restore) {
    context.progress().step("looking at backup and target", 0);
    RecoveryPoint point = JournalCommits.find(vault, options.point(), context);
    point.chain().members().forEach(vault.keys()::checkReader);
    point.chain().members().forEach(vault.backups()::checkComplete);
    ChosenPoint chosen = ChosenPoint.of(vault, point, context.clock().instant());
    try (Session session = database.open(context.cancellation())) {
      return new RestorePlanner(session, chosen, options, restore).plan();
    }
  }

  /**
   * Restores.
   *
   * @param plan what {@link #plan} has returned
   * @throws BackupException {@link Failure#TARGET_GUARDED} if the plan has obstacles, or with the
   *     failure that ended the restore; the catalog is then as before
   */
  public RestoreReport execute(RestorePlan plan) {
    plan.swap()
        .refuseObstacles(
            "the catalog in schema \"%s\" cannot be replaced now".formatted(plan.schema()));
    try (Session session = database.open(context.cancellation())) {
      CatalogLock.acquire(session, plan.schema());
      StagedRestore staged = stage(session, plan);
      try {
        return new RestoreReport(
            staged,
            swap(session, staged, plan.swap().allowConnected()).withWarnings(plan.warnings()));
      } catch (RuntimeException | Error e) {
        dropAfter(staged.schema(), session, e);
        throw e;
      }
    }
  }

  /**
   * Does all of a restore but the swap, while Nessie may go on serving: the plan's obstacles are
   * about the swap and do not matter here. An earlier staging of the same catalog is removed first.
   *
   * @param plan what {@link #plan} has returned
   * @return what {@link #swap} takes; the database remembers it as well
   * @throws BackupException with the failure that ended it; nothing is staged then
   */
  public StagedRestore stage(RestorePlan plan) {
    try (Session session = database.open(context.cancellation())) {
      CatalogLock.acquire(session, plan.schema());
      return stage(session, plan);
    }
  }

  /**
   * Makes what is staged the catalog. If it fails, what is staged stays, to try again or to {@link
   * #discard}.
   *
   * @param allowConnected whether to swap although somebody is connected who uses the tables
   * @throws BackupException {@link Failure#TARGET_GUARDED} if somebody is connected, {@link
   *     Failure#LOCKED} if what is staged is gone or the catalog's tables were exchanged or altered
   *     since; the catalog is then as before
   */
  public RestoreReport swap(StagedRestore staged, boolean allowConnected) {
    TableSet tables = staged.catalog().tables();
    StoreType.check(tables.label(), tables.tables());
    try (Session session = database.open(context.cancellation())) {
      CatalogLock.acquire(session, staged.catalog().schema());
      return new RestoreReport(staged, swap(session, staged, allowConnected));
    }
  }

  /**
   * What a restore that did not end has staged for a catalog: whole, and as it was then.
   *
   * @param schema the catalog's schema
   */
  public Optional<StagedRestore> staged(String schema) {
    try (Session session = database.open(context.cancellation())) {
      return RestoreState.staged(session, schema);
    }
  }

  /**
   * How far a restore has come.
   *
   * @param schema the catalog's schema
   * @param restore the name of the restore
   */
  public RestoreState state(String schema, RestoreId restore) {
    try (Session session = database.open(context.cancellation())) {
      return RestoreState.of(session, schema, restore);
    }
  }

  /** Removes what is staged; nothing happens if it is not there any more. */
  public void discard(StagedRestore staged) {
    try (Session session = database.open(context.cancellation())) {
      CatalogLock.acquire(session, staged.catalog().schema());
      staged.discard(session);
    }
  }

  private StagedRestore stage(Session session, RestorePlan plan) {
    refuseRepetition(session, plan);
    PointRows rows = new PointRows(vault, plan.point(), plan.names(), DAMAGED);
    StagingSchema staging = create(session, plan);
    try {
      return load(session, new RestoreLoader(rows, database, context, staging, plan.jobs()), plan);
    } catch (RuntimeException | Error e) {
      dropAfter(plan.stagingSchema(), session, e);
      throw e;
    }
  }

  private StagedRestore load(Session session, RestoreLoader loader, RestorePlan plan) {
    StagingSchema staging = loader.staging();
    long begun = System.nanoTime();
    context.progress().part(1, PARTS);
    loader.load();
    context.progress().part(2, PARTS);
    context.progress().step("building keys and statistics", 0);
    String replaced = staging.complete(session, plan.swap().catalog());
    long loaded = System.nanoTime();
    context.progress().part(3, PARTS);
    loader.compare(session);
    if (plan.point() instanceof RecoveryPoint.Tip) {
      new HeadCheck(database, staging.location(), plan.jobs(), context)
          .run(() -> BackupCatalog.open(vault, plan.manifest().id().value(), plan.jobs(), context));
    }
    long compared = System.nanoTime();
    StagedRestore staged =
        new StagedRestore(
            plan.swap().name(),
            new StagedPoint(plan.point().id(), Optional.of(plan.point().at())),
            plan.swap().catalog(),
            context.clock().instant(),
            new StagedRestore.Load(
                loader.rows(),
                loader.bytes(),
                Duration.ofNanos(loaded - begun),
                Duration.ofNanos(compared - loaded)),
            plan.swap().viewPolicy(),
            new StagedRestore.Evidence(staging.loaded(session), replaced));
    staged.remember(session);
    return staged;
  }

  private StagingSchema create(Session session, RestorePlan plan) {
    return StagingSchema.create(
        session,
        new StagingSchema.Names(
            plan.swap().name(), plan.schema(), plan.point().id(), context.clock().instant()),
        plan.swap().catalog().tables(),
        plan.tables());
  }

  /** A request to stop ends even the swap, but never in the middle: it is one transaction. */
  private StagedSwap.Outcome swap(Session session, StagedRestore staged, boolean allowConnected) {
    context.progress().part(4, PARTS);
    context.progress().step("swapping the tables", 0);
    context.cancellation().check();
    StagedSwap.Outcome done = staged.swap(session, context.clock().instant(), allowConnected);
    new StoppedReplicas(Optional.of(vault.replicas()), context)
        .of(
            List.of(),
            () -> new ServerSource(ServerFacts.of(session), staged.catalog()).identity(),
            "a restore has exchanged the primary's tables");
    return done;
  }

  /** Under one name there must be one restore, or nobody could say which of them was swapped. */
  private static void refuseRepetition(Session session, RestorePlan plan) {
    if (RestoreState.of(session, plan.schema(), plan.swap().name()).isDone()) {
      throw Failure.TARGET_GUARDED.exception(
          "restore \"%s\" of schema \"%s\" has been done already"
              .formatted(plan.swap().name(), plan.schema()),
          "To restore once more, begin a new restore. `undo` brings the former tables back.");
    }
  }

  /** The failure goes on, and says so if what it has left could not be removed. */
  private void dropAfter(String stagingSchema, Session session, Throwable failure) {
    // Our own transaction may hold locks on what is about to be dropped.
    session.closeAfter(failure);
    try {
      StagingSchema.drop(database, stagingSchema);
    } catch (BackupException left) {
      failure.addSuppressed(left);
      if (failure instanceof BackupException known) {
        throw saying(known, stagingSchema, left);
      }
    }
  }

  private static BackupException saying(
      BackupException failure, String stagingSchema, BackupException left) {
    String rest =
        "What was loaded is left in schema \"%s\" and takes room (%s): the next restore removes it."
            .formatted(stagingSchema, left.getMessage());
    return failure
        .failure()
        .exception(
            failure.getMessage(),
            failure.hint().map(hint -> hint + " " + rest).orElse(rest),
            failure);
  }
}
