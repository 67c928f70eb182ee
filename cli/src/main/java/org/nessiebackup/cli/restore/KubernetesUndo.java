package org.nessiebackup.cli.restore;

import org.nessiebackup.cli.console.Console;
import org.nessiebackup.cli.option.ClusterConnectionOptions;
import org.nessiebackup.cli.option.ConfirmOptions;
import org.nessiebackup.kubernetes.exchange.ExchangeContext;
import org.nessiebackup.kubernetes.undo.NessieUndo;
import org.nessiebackup.kubernetes.undo.NessieUndoPlan;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.retry.Sleeper;
import org.nessiebackup.undo.UndoOptions;

/** {@code undo --kubernetes}. */
record KubernetesUndo(
    ClusterConnectionOptions cluster,
    NessieWorkOptions work,
    ConfirmOptions confirmation,
    Console console) {

  int run(Database database, UndoOptions options) {
    try (ExchangeContext context =
        ExchangeContext.open(cluster.cluster(), database, console.work(), Sleeper::stoppedBy)) {
      NessieUndo undo = new NessieUndo(context, work.options(cluster.workload()));
      return work.abort() ? abort(undo) : undo(undo, options);
    }
  }

  private int undo(NessieUndo undo, UndoOptions options) {
    NessieUndoPlan plan = undo.plan(options);
    NessieUndoPlanView view = new NessieUndoPlanView(plan);
    if (confirmation.dryRun()) {
      return console.show(view);
    }
    console.preview(view);
    confirmation.confirm(console, "Stop Nessie and bring the former tables back?");
    return console.show(new NessieUndoView(undo.execute(plan)));
  }

  private int abort(NessieUndo undo) {
    confirmation.confirm(console, "Put everything back that the undo has begun?");
    return console.show(new NessieUndoView(undo.abort()));
  }
}
