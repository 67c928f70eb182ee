package org.nessiebackup.cli.restore;

import java.util.Optional;
import java.util.function.Function;
import org.nessiebackup.BackupId;
import org.nessiebackup.cli.console.Console;
import org.nessiebackup.cli.option.ClusterConnectionOptions;
import org.nessiebackup.cli.option.ConfirmOptions;
import org.nessiebackup.kubernetes.exchange.ExchangeContext;
import org.nessiebackup.kubernetes.reset.NessieReset;
import org.nessiebackup.kubernetes.reset.NessieResetPlan;
import org.nessiebackup.kubernetes.reset.NessieResetReport;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.reset.ResetOptions;
import org.nessiebackup.retry.Sleeper;
import org.nessiebackup.tables.CatalogLocation;

/** {@code reset --kubernetes}. */
record KubernetesReset(
    ClusterConnectionOptions cluster,
    NessieWorkOptions work,
    ConfirmOptions confirmation,
    Console console) {

  /**
   * Runs it.
   *
   * @param lastBackup takes a last backup of a catalog, if one is wanted
   */
  int run(
      Database database,
      ResetOptions wanted,
      Optional<String> code,
      Function<CatalogLocation, Optional<BackupId>> lastBackup) {
    try (ExchangeContext context =
        ExchangeContext.open(cluster.cluster(), database, console.work(), Sleeper::stoppedBy)) {
      NessieReset reset = new NessieReset(context, work.options(cluster.workload()));
      return work.abort() ? abort(reset) : reset(reset, wanted, code, lastBackup);
    }
  }

  private int reset(
      NessieReset reset,
      ResetOptions wanted,
      Optional<String> code,
      Function<CatalogLocation, Optional<BackupId>> lastBackup) {
    NessieResetPlan plan = reset.plan(wanted);
    NessieResetPlanView view = new NessieResetPlanView(plan);
    if (confirmation.dryRun()) {
      return console.show(view);
    }
    console.preview(view);
    reset.check(plan, code);
    confirmation.confirm(console, "Move this catalog aside?");
    LastBackup last = new LastBackup();
    NessieResetReport report =
        reset.execute(plan, () -> last.id = lastBackup.apply(plan.catalog()));
    return console.show(new NessieResetView(report, last.id));
  }

  /** Is taken in the middle of the work. */
  private static final class LastBackup {
    private Optional<BackupId> id = Optional.empty();
  }

  private int abort(NessieReset reset) {
    confirmation.confirm(console, "Put everything back that the reset has begun?");
    return console.show(new NessieResetView(reset.abort(), Optional.empty()));
  }
}
