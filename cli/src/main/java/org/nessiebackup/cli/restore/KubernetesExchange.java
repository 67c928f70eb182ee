package org.nessiebackup.cli.restore;

import java.util.function.Function;
import org.nessiebackup.cli.console.Console;
import org.nessiebackup.cli.option.ClusterConnectionOptions;
import org.nessiebackup.cli.option.ConfirmOptions;
import org.nessiebackup.kubernetes.exchange.CatalogExchange;
import org.nessiebackup.kubernetes.exchange.ExchangeContext;
import org.nessiebackup.kubernetes.exchange.ExchangePlan;
import org.nessiebackup.kubernetes.exchange.ExchangeReport;
import org.nessiebackup.kubernetes.exchange.WorkloadExchange;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.retry.Sleeper;

/** A restore, an undo or a reset with {@code --kubernetes}. */
record KubernetesExchange(
    ClusterConnectionOptions cluster,
    NessieExchangeOptions nessie,
    ConfirmOptions confirmation,
    Console console) {

  /**
   * Shows the plan, asks, and does what was planned; or puts back what was begun.
   *
   * @param what is exchanged
   * @param views how the database's own plan and report are shown
   */
  <P, R> int run(
      Database database,
      Function<ExchangeContext, CatalogExchange<P, R>> what,
      ExchangeViews<P, R> views) {
    try (ExchangeContext context =
        new ExchangeContext(cluster.cluster(), database, console.work(), Sleeper::stoppedBy)) {
      WorkloadExchange<P, R> exchange =
          new WorkloadExchange<>(context, nessie.options(cluster.workload()), what.apply(context));
      return nessie.abort() ? abort(exchange, views) : exchange(exchange, views);
    }
  }

  private <P, R> int exchange(WorkloadExchange<P, R> exchange, ExchangeViews<P, R> views) {
    ExchangePlan<P> plan = exchange.plan();
    ExchangePlanView view = new ExchangePlanView(plan, plan.catalog().database().map(views.plan()));
    if (confirmation.dryRun()) {
      return console.show(view);
    }
    console.preview(view);
    exchange.requireConfirmed(plan);
    confirmation.confirm(
        console, views.question().formatted(plan.catalog().target().source().orElse("")));
    return show(exchange.execute(plan), views);
  }

  private <P, R> int abort(WorkloadExchange<P, R> exchange, ExchangeViews<P, R> views) {
    confirmation.confirm(
        console, "Put everything back that the %s has begun?".formatted(exchange.action().label()));
    return show(exchange.abort(), views);
  }

  private <P, R> int show(ExchangeReport<R> report, ExchangeViews<P, R> views) {
    return console.show(new ExchangeView(report, report.database().map(views.report())));
  }
}
