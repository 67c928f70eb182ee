package org.nessiebackup.cli.restore;

import java.util.Optional;
import java.util.function.Supplier;
import org.nessiebackup.cli.console.Console;
import org.nessiebackup.cli.option.ClusterConnectionOptions;
import org.nessiebackup.cli.option.ConfirmOptions;
import org.nessiebackup.kubernetes.exchange.ExchangeContext;
import org.nessiebackup.kubernetes.restore.NessieRestore;
import org.nessiebackup.kubernetes.restore.NessieRestoreOptions;
import org.nessiebackup.kubernetes.restore.NessieRestorePlan;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.retry.Sleeper;
import org.nessiebackup.vault.Vault;

/** {@code restore --kubernetes}. */
record KubernetesRestore(
    ClusterConnectionOptions cluster,
    NessieWorkOptions work,
    ConfirmOptions confirmation,
    Console console) {

  int run(Database database, Supplier<Vault> vault, NessieRestoreOptions wanted) {
    try (ExchangeContext context =
        ExchangeContext.open(cluster.cluster(), database, console.work(), Sleeper::stoppedBy)) {
      NessieRestore restore = new NessieRestore(context, vault, work.options(cluster.workload()));
      return work.abort() ? abort(restore) : restore(restore, wanted);
    }
  }

  private int restore(NessieRestore restore, NessieRestoreOptions wanted) {
    NessieRestorePlan plan = restore.plan(wanted);
    NessieRestorePlanView view = new NessieRestorePlanView(plan);
    if (confirmation.dryRun()) {
      return console.show(view);
    }
    console.preview(view);
    confirmation.confirm(console, "Restore " + plan.backup() + " as planned?");
    return console.show(new NessieRestoreView(restore.execute(plan), Optional.of(plan.backup())));
  }

  private int abort(NessieRestore restore) {
    confirmation.confirm(console, "Put everything back that the restore has begun?");
    return console.show(new NessieRestoreView(restore.abort(), Optional.empty()));
  }
}
