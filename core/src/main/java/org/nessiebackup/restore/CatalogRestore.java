package org.nessiebackup.restore;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.TableShape;
import org.nessiebackup.WorkContext;
import org.nessiebackup.manifest.TableEntry;
import org.nessiebackup.postgres.CatalogLocation;
import org.nessiebackup.postgres.CatalogLock;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.postgres.RestoreTarget;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.postgres.Staging;
import org.nessiebackup.postgres.Swap;
import org.nessiebackup.postgres.TableExtras;
import org.nessiebackup.vault.BackupChain;
import org.nessiebackup.vault.BackupRows;
import org.nessiebackup.vault.Vault;

/**
 * Restores backups: all of one, or nothing. Whatever ends a restore before its swap has committed
 * leaves the catalog as it was.
 */
public final class CatalogRestore {
  private static final String DAMAGED =
      "The catalog was not touched. `verify --all` shows which backups are whole.";

  private final Vault vault;
  private final Database database;
  private final WorkContext context;

  /** Touches nothing yet. */
  public CatalogRestore(Vault vault, Database database, WorkContext context) {
    this.vault = vault;
    this.database = database;
    this.context = context;
  }

  /**
   * Says what a restore would do, and what stands in its way. Changes nothing.
   *
   * @throws BackupException if it can never work: no such backup, damaged, missing privileges
   */
  public RestorePlan plan(RestoreOptions options) {
    context.progress().step("looking at backup and target", 0);
    BackupChain chain = vault.chain(vault.find(options.backup()).id());
    chain.members().forEach(vault::checkReader);
    chain.members().forEach(vault::checkComplete);
    try (Session session = database.open(context.cancellation())) {
      return new Planning(session, chain, options, context.clock().instant()).plan();
    }
  }

  /**
   * Restores.
   *
   * @param plan what {@link #plan} has answered
   * @throws BackupException {@link Failure#TARGET_GUARDED} if the plan has obstacles, or with the
   *     failure that ended the restore; the catalog is then as before
   */
  public RestoreReport execute(RestorePlan plan) {
    refuseObstacles(plan);
    BackupRows rows = new BackupRows(vault, plan.chain(), DAMAGED);
    try (Session session = database.open(context.cancellation())) {
      CatalogLock.acquire(session, plan.schema());
      RestoreTarget target = RestoreTarget.inspect(session, plan.catalog());
      Staging staging = stage(session, plan);
      try {
        return load(
            session, new Loading(rows, database, context, staging, plan.jobs()), target, plan);
      } catch (RuntimeException | Error e) {
        dropAfter(staging, session, e);
        throw e;
      }
    }
  }

  private RestoreReport load(
      Session session, Loading loading, RestoreTarget target, RestorePlan plan) {
    Staging staging = loading.staging();
    long begun = System.nanoTime();
    loading.load();
    List<TableExtras> extras = extras(session, target, plan);
    context.progress().step("building keys and statistics", 0);
    staging.complete(session, extras);
    long loaded = System.nanoTime();
    loading.compare(session);
    long compared = System.nanoTime();
    context.progress().step("swapping the tables", 0);
    Duration swapping = swap(session, staging, plan);
    return new RestoreReport(
        plan.manifest().id(),
        plan.database(),
        plan.schema(),
        plan.keptSchema(),
        plan.manifest().wholeRows(),
        loading.bytes(),
        Duration.ofNanos(loaded - begun),
        Duration.ofNanos(compared - loaded),
        swapping,
        plan.warnings());
  }

  private Staging stage(Session session, RestorePlan plan) {
    return Staging.create(
        session,
        new Staging.Names(
            plan.stagingSchema(),
            plan.schema(),
            plan.manifest().id().value(),
            context.clock().instant()),
        plan.catalog().tables(),
        plan.manifest().tables().stream().map(TableEntry::shape).toList());
  }

  private static List<TableExtras> extras(Session session, RestoreTarget target, RestorePlan plan) {
    return target.tables().stream()
        .flatMap(
            replaced ->
                plan.manifest().tables().stream()
                    .map(TableEntry::shape)
                    .filter(shape -> shape.name().equals(replaced.name()))
                    .map(
                        (TableShape shape) ->
                            TableExtras.of(session, replaced, shape, plan.stagingSchema())))
        .toList();
  }

  /** A request to stop ends even the swap, but never in the middle: it is one transaction. */
  private Duration swap(Session session, Staging staging, RestorePlan plan) {
    context.cancellation().check();
    CatalogLocation catalog = plan.catalog();
    return new Swap(
            catalog,
            staging.location().schema(),
            plan.keptName(),
            Optional.of(plan.manifest().id().value()),
            context.clock().instant(),
            plan.allowConnected())
        .run(session);
  }

  private static void refuseObstacles(RestorePlan plan) {
    if (!plan.obstacles().isEmpty()) {
      throw new BackupException(
          Failure.TARGET_GUARDED,
          "the catalog in schema \"%s\" cannot be replaced now: %s"
              .formatted(plan.schema(), String.join("; ", plan.obstacles())),
          "Stop Nessie (scale it to 0) and try again. --allow-connected goes on regardless.");
    }
  }

  private void dropAfter(Staging staging, Session session, Throwable failure) {
    try {
      // Our own transaction may hold locks on what is about to be dropped.
      session.close();
      staging.drop(database);
    } catch (BackupException e) {
      failure.addSuppressed(e);
    }
  }
}
