package org.nessiebackup.cli.restore;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.nessiebackup.browse.CatalogBrowser;
import org.nessiebackup.cli.command.NessieBackup;
import org.nessiebackup.cli.connection.ConnectionOptions;
import org.nessiebackup.cli.connection.RecentMoment;
import org.nessiebackup.cli.console.Console;
import org.nessiebackup.cli.option.ClusterConnectionOptions;
import org.nessiebackup.cli.option.ConfirmOptions;
import org.nessiebackup.cli.option.IdentityOptions;
import org.nessiebackup.cli.option.JobsOption;
import org.nessiebackup.cli.option.VaultOption;
import org.nessiebackup.cli.settings.NamedByCommand;
import org.nessiebackup.cli.settings.OfOneRun;
import org.nessiebackup.kubernetes.restore.RestoreExchange;
import org.nessiebackup.kubernetes.restore.RestoreRequest;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.restore.CatalogRestore;
import org.nessiebackup.restore.RestoreOptions;
import org.nessiebackup.restore.RestorePlan;
import org.nessiebackup.vault.Vault;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@NamedByCommand("--to")
@Command(
    name = "restore",
    description = "Bring a backup or a tip back: all of it, or nothing.",
    footer = {
      "",
      "Loads the rows beside the catalog, reads them back, compares them and swaps the tables in"
          + " one",
      "transaction. The replaced tables are kept until `undo --release`; `undo` brings them back.",
      "Stop Nessie first, or let --kubernetes do it: it stops Nessie for the swap only, starts it,"
          + " and",
      "compares what it shows. The role has to own the tables and may CREATE in the database.",
      "",
      "Examples:",
      "  nessie-backup restore latest --vault /backup/nessie --dry-run",
      "  nessie-backup restore 20261122T020000Z-7f3a --vault /backup/nessie --yes",
      "  nessie-backup restore --to \"yesterday 14:00\" --vault /backup/nessie --dry-run",
      "  nessie-backup restore latest --vault /backup/nessie --kubernetes --namespace"
          + " data-platform",
      "  nessie-backup restore latest --vault /backup/nessie --target-schema rehearsal --yes"
    })
public final class RestoreCommand implements Callable<Integer> {
  @ParentCommand NessieBackup root;
  @Spec CommandSpec command;
  @Mixin VaultOption vault;
  @Mixin IdentityOptions identities;
  @Mixin ConnectionOptions connection;
  @Mixin JobsOption jobs;
  @Mixin ConfirmOptions confirmation;

  @Option(
      names = "--move-views",
      order = 46,
      fallbackValue = "true",
      description = "Make views that read the replaced tables read those in their place.")
  boolean moveViews;

  @Mixin ClusterConnectionOptions cluster;
  @Mixin NessieExchangeOptions nessie;

  @Mixin PointOptions point;

  @Option(
      names = "--target-jdbc-url",
      paramLabel = "URL",
      order = 25,
      description = "Restore into this database instead of the one the catalog is in.")
  String targetJdbcUrl;

  @Option(
      names = {"--target-schema", "--schema"},
      paramLabel = "NAME",
      order = 30,
      description = "Restore into this schema instead of the one the catalog is in.")
  String targetSchema;

  @OfOneRun
  @Option(
      names = "--allow-connected",
      order = 45,
      fallbackValue = "true",
      description = "Go on although somebody is connected who uses the tables.")
  boolean allowConnected;

  @Override
  public Integer call() {
    Console console = root.console();
    if (cluster.asked()) {
      nessie.refuseBeside("--allow-connected");
      Database database = database(console);
      recent(console).in(vault.open(root.invocation(), console, identities), point.selector());
      RestoreRequest request =
          new RestoreRequest(point.selector(), schema(), jobs.jobs(), moveViews);
      return new KubernetesExchange(cluster, nessie, confirmation, console)
          .run(
              database,
              context ->
                  new RestoreExchange(
                      context, () -> vault.open(root.invocation(), console, identities), request),
              new ExchangeViews<>(
                  plan ->
                      new RestorePlanView(
                          LossText.of(
                              plan,
                              browser(
                                  () -> vault.open(root.invocation(), console, identities),
                                  database,
                                  console))),
                  RestoreView::new,
                  "Restore %s as planned?"));
    }
    nessie.refuse();
    return restore(console);
  }

  private Optional<String> schema() {
    return Optional.ofNullable(targetSchema).filter(name -> !name.isEmpty());
  }

  private int restore(Console console) {
    RestoreOptions options =
        new RestoreOptions(
            point.required(command.commandLine()),
            schema(),
            jobs.jobs(),
            allowConnected,
            moveViews);
    Vault opened =
        recent(console)
            .in(vault.open(root.invocation(), console, identities), Optional.of(options.point()));
    Database database = database(console);
    CatalogRestore restore = new CatalogRestore(opened, database, console.work());
    RestorePlan plan = restore.plan(options);
    RestorePlanView view =
        new RestorePlanView(LossText.of(plan, browser(() -> opened, database, console)));
    if (confirmation.dryRun()) {
      return console.show(view);
    }
    console.preview(view);
    if (plan.swap().obstacles().isEmpty()) {
      confirmation.confirm(console, "Restore " + plan.point().id() + " as planned?");
    }
    return console.show(new RestoreView(restore.execute(plan)));
  }

  private RecentMoment recent(Console console) {
    return new RecentMoment(connection, root.invocation(), console);
  }

  private static CatalogBrowser browser(Supplier<Vault> vault, Database database, Console console) {
    return new CatalogBrowser(vault, () -> database, console.work());
  }

  private Database database(Console console) {
    return targetJdbcUrl == null || targetJdbcUrl.isEmpty()
        ? connection.database(root.invocation(), console)
        : connection.databaseAt(targetJdbcUrl, root.invocation(), console);
  }
}
