package org.nessiebackup.kubernetes.reset;

import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.kubernetes.exchange.ExchangeContext;
import org.nessiebackup.kubernetes.exchange.ExchangeOptions;
import org.nessiebackup.kubernetes.exchange.ExchangePlan;
import org.nessiebackup.kubernetes.exchange.ExchangeReport;
import org.nessiebackup.kubernetes.exchange.NessieExchange;
import org.nessiebackup.kubernetes.workload.Checkpoint;
import org.nessiebackup.kubernetes.workload.ExchangeAction;
import org.nessiebackup.nessie.StoreType;
import org.nessiebackup.reset.CatalogReset;
import org.nessiebackup.reset.ResetOptions;
import org.nessiebackup.reset.ResetPlan;
import org.nessiebackup.swap.KeptTables;
import org.nessiebackup.swap.RestoreId;
import org.nessiebackup.tables.CatalogLocation;

/**
 * Resets a catalog while it takes care of Nessie: the tables are moved aside, and Nessie makes new
 * ones when it starts.
 */
public final class NessieReset {
  private final ExchangeContext context;
  private final ExchangeOptions options;

  /** Touches nothing yet. */
  public NessieReset(ExchangeContext context, ExchangeOptions options) {
    this.context = context;
    this.options = options;
  }

  /**
   * Says what would be done, or how a work goes on that was begun. Changes nothing.
   *
   * @throws BackupException {@link Failure#CATALOG_NOT_FOUND} if there is nothing to reset
   */
  public NessieResetPlan plan(ResetOptions wanted) {
    ExchangePlan nessie = new NessieExchange(context, options).plan(ExchangeAction.RESET);
    return nessie
        .resumed()
        .map(state -> resumed(nessie, state))
        .orElseGet(() -> fresh(wanted, nessie));
  }

  private NessieResetPlan fresh(ResetOptions wanted, ExchangePlan nessie) {
    ResetPlan plan = database(wanted);
    return new NessieResetPlan(plan.swap().name(), plan.catalog(), Optional.of(plan), nessie);
  }

  private ResetPlan database(ResetOptions wanted) {
    return new CatalogReset(context.database(), context.interruptible())
        .plan(new ResetOptions(wanted.schema(), wanted.tables(), false));
  }

  private NessieResetPlan resumed(ExchangePlan nessie, Checkpoint state) {
    RestoreId work = new RestoreId(state.work());
    CatalogLocation catalog =
        ResetExchange.kept(context, work)
            .map(NessieReset::location)
            .orElseGet(
                () ->
                    database(new ResetOptions(Optional.of(state.schema()), Optional.empty(), false))
                        .catalog());
    return new NessieResetPlan(work, catalog, Optional.empty(), nessie);
  }

  private static CatalogLocation location(KeptTables kept) {
    return new CatalogLocation(kept.catalogSchema(), StoreType.closest(kept.tables()));
  }

  /**
   * Refuses a plan that was not confirmed by its code; a work that was begun has been confirmed.
   *
   * @param code what the user has repeated; absent if nothing
   * @throws BackupException {@link Failure#TARGET_GUARDED}
   */
  public void check(NessieResetPlan plan, Optional<String> code) {
    plan.database()
        .ifPresent(
            database ->
                new CatalogReset(context.database(), context.interruptible())
                    .check(database.unobstructed(), code));
  }

  /**
   * Does what a plan says.
   *
   * @param lastBackup what is done before, while Nessie serves; if it throws, nothing is done
   * @throws BackupException with the failure that ended it; the message says how all is then
   */
  public NessieResetReport execute(NessieResetPlan plan, Runnable lastBackup) {
    NessieExchange nessie = new NessieExchange(context, options);
    String code =
        plan.database()
            .map(ResetPlan::code)
            .or(() -> plan.nessie().resumed().flatMap(Checkpoint::source))
            .orElseThrow();
    ResetExchange exchange =
        new ResetExchange(context, plan.catalog(), plan.work(), code, lastBackup);
    Checkpoint state =
        plan.nessie()
            .resumed()
            .orElseGet(() -> nessie.begin(plan.nessie(), exchange, plan.work(), Optional.of(code)));
    ExchangeReport report = nessie.execute(plan.nessie(), exchange, state);
    return new NessieResetReport(report, exchange.report());
  }

  /**
   * Puts everything back that a reset has begun.
   *
   * @throws BackupException {@link Failure#USAGE} if none was begun
   */
  public NessieResetReport abort() {
    NessieExchange nessie = new NessieExchange(context, options);
    ExchangePlan plan = nessie.plan(ExchangeAction.RESET);
    Checkpoint state = nessie.begun(plan, ExchangeAction.RESET);
    NessieResetPlan begun = resumed(plan, state);
    ResetExchange exchange =
        new ResetExchange(
            context, begun.catalog(), begun.work(), state.source().orElseThrow(), () -> {});
    return new NessieResetReport(nessie.abort(plan, exchange), Optional.empty());
  }
}
