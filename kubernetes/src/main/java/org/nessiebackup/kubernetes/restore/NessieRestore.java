package org.nessiebackup.kubernetes.restore;

import java.util.Optional;
import java.util.function.Supplier;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
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
import org.nessiebackup.restore.CatalogRestore;
import org.nessiebackup.restore.RestoreOptions;
import org.nessiebackup.restore.RestorePlan;
import org.nessiebackup.swap.RestoreId;
import org.nessiebackup.swap.RestoreState;
import org.nessiebackup.tables.CatalogFinder;
import org.nessiebackup.tables.CatalogLocation;
import org.nessiebackup.vault.Vault;

/**
 * Restores a backup while it takes care of Nessie: loads beside the catalog while Nessie serves,
 * stops it, swaps, starts it and compares what it shows. A run that was killed is taken up again by
 * the next one.
 */
public final class NessieRestore {
  private final ExchangeContext context;
  private final Supplier<Vault> vault;
  private final ExchangeOptions options;

  /**
   * Touches nothing yet.
   *
   * @param vault opens the vault; not asked if what is needed of it is in the database already
   */
  public NessieRestore(ExchangeContext context, Supplier<Vault> vault, ExchangeOptions options) {
    this.context = context;
    this.vault = vault;
    this.options = options;
  }

  /**
   * Says what would be done, or how a work goes on that was begun. Changes nothing.
   *
   * @throws BackupException {@link Failure#TARGET_GUARDED} if the restore of another backup was
   *     begun and has not ended, or another kind of work, {@link Failure#LOCKED} if somebody is at
   *     it
   */
  public NessieRestorePlan plan(NessieRestoreOptions wanted) {
    ExchangePlan nessie = new NessieExchange(context, options).plan(ExchangeAction.RESTORE);
    return nessie
        .resumed()
        .map(state -> resumed(wanted, nessie, state))
        .orElseGet(() -> fresh(wanted, nessie));
  }

  private NessieRestorePlan fresh(NessieRestoreOptions wanted, ExchangePlan nessie) {
    String backup =
        wanted
            .backup()
            .orElseThrow(
                () ->
                    new BackupException(
                        Failure.USAGE,
                        "no restore was begun on \"%s\" that could go on"
                            .formatted(nessie.workload().name()),
                        "Name a backup to restore, or \"latest\"."));
    RestoreId work = RestoreId.create(context.interruptible().clock().instant());
    RestorePlan plan = database(backup, wanted.schema(), wanted, work);
    return new NessieRestorePlan(
        work,
        plan.manifest().id(),
        plan.swap().catalog(),
        Optional.of(plan),
        nessie,
        wanted.jobs(),
        wanted.moveViews());
  }

  private RestorePlan database(
      String backup, Optional<String> schema, NessieRestoreOptions wanted, RestoreId work) {
    return new CatalogRestore(vault.get(), context.database(), context.interruptible())
        .plan(new RestoreOptions(backup, schema, wanted.jobs(), false, wanted.moveViews()), work);
  }

  /** {@code latest} may be another backup by now; what was begun goes on. */
  private NessieRestorePlan resumed(
      NessieRestoreOptions wanted, ExchangePlan nessie, Checkpoint state) {
    BackupId backup = new BackupId(state.source().orElseThrow());
    wanted
        .backup()
        .filter(name -> !name.equals("latest") && !name.equals(backup.value()))
        .ifPresent(
            other -> {
              new NessieExchange(context, options).requireNobodyAtWork(nessie.workload());
              throw new BackupException(
                  Failure.TARGET_GUARDED,
                  "on \"%s\" the restore of another backup has not ended: %s, begun at %s by \"%s\""
                      .formatted(
                          nessie.workload().name(), backup, state.startedAt(), state.startedBy()),
                  "`restore --kubernetes` finishes it, `restore --kubernetes --abort` puts"
                      + " everything back.");
            });
    RestoreId work = new RestoreId(state.work());
    Optional<RestorePlan> plan =
        isInDatabase(state.schema(), work)
            ? Optional.empty()
            : Optional.of(database(backup.value(), Optional.of(state.schema()), wanted, work));
    CatalogLocation catalog =
        plan.map(each -> each.swap().catalog()).orElseGet(() -> catalog(state.schema()));
    return new NessieRestorePlan(
        work, backup, catalog, plan, nessie, wanted.jobs(), wanted.moveViews());
  }

  private boolean isInDatabase(String schema, RestoreId work) {
    try (Session session = context.database().open(context.interruptible().cancellation())) {
      return switch (RestoreState.of(session, schema, work)) {
        case RestoreState.Absent absent -> false;
        case RestoreState.Incomplete incomplete -> false;
        case RestoreState.Staged staged -> true;
        case RestoreState.Swapped swapped -> true;
        case RestoreState.Undone undone -> true;
      };
    }
  }

  /** Where there is none yet, the restore makes one of the current kind. */
  private CatalogLocation catalog(String schema) {
    try (Session session = context.database().open(context.interruptible().cancellation())) {
      return CatalogFinder.find(session, StoreType.tableSets(), Optional.of(schema));
    } catch (BackupException e) {
      if (e.failure() != Failure.CATALOG_NOT_FOUND) {
        throw e;
      }
      return new CatalogLocation(schema, StoreType.JDBC2.tables());
    }
  }

  /**
   * Does what a plan says.
   *
   * @throws BackupException with the failure that ended it; the message says how all is then
   */
  public NessieRestoreReport execute(NessieRestorePlan plan) {
    NessieExchange nessie = new NessieExchange(context, options);
    RestoreExchange exchange = exchange(plan);
    Checkpoint state =
        plan.nessie()
            .resumed()
            .orElseGet(
                () ->
                    nessie.begin(
                        plan.nessie(), exchange, plan.work(), Optional.of(plan.backup().value())));
    ExchangeReport report = nessie.execute(plan.nessie(), exchange, state);
    return new NessieRestoreReport(report, exchange.report());
  }

  /**
   * Puts everything back that a restore has begun. Needs no vault.
   *
   * @throws BackupException {@link Failure#USAGE} if none was begun
   */
  public NessieRestoreReport abort() {
    NessieExchange nessie = new NessieExchange(context, options);
    ExchangePlan plan = nessie.plan(ExchangeAction.RESTORE);
    Checkpoint state = nessie.begun(plan, ExchangeAction.RESTORE);
    NessieRestorePlan begun =
        new NessieRestorePlan(
            new RestoreId(state.work()),
            new BackupId(state.source().orElseThrow()),
            catalog(state.schema()),
            Optional.empty(),
            plan,
            1,
            false);
    return new NessieRestoreReport(nessie.abort(plan, exchange(begun)), Optional.empty());
  }

  private RestoreExchange exchange(NessieRestorePlan plan) {
    return new RestoreExchange(
        context,
        vault,
        plan.catalog(),
        plan.work(),
        new RestoreOptions(
            plan.backup().value(),
            Optional.of(plan.catalog().schema()),
            plan.jobs(),
            false,
            plan.moveViews()));
  }
}
