package org.nessiebackup.cli.restore;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.backup.BackupOptions;
import org.nessiebackup.backup.CatalogBackup;
import org.nessiebackup.cli.command.NessieBackup;
import org.nessiebackup.cli.connection.CatalogOptions;
import org.nessiebackup.cli.connection.ConnectionOptions;
import org.nessiebackup.cli.console.Console;
import org.nessiebackup.cli.option.ClusterConnectionOptions;
import org.nessiebackup.cli.option.ConfirmOptions;
import org.nessiebackup.cli.option.JobsOption;
import org.nessiebackup.cli.option.VaultOption;
import org.nessiebackup.cli.settings.OfOneRun;
import org.nessiebackup.kubernetes.reset.ResetExchange;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.reset.CatalogReset;
import org.nessiebackup.reset.ResetOptions;
import org.nessiebackup.reset.ResetPlan;
import org.nessiebackup.tables.CatalogLocation;
import org.nessiebackup.vault.replica.Replicas;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "reset",
    description =
        "Move the catalog aside, so that Nessie starts empty; for when nothing else helps.",
    footer = {
      "",
      "Backs the catalog up into the vault, if one is given, and moves its tables into a schema"
          + " that",
      "keeps them. Nothing is dropped: `undo` brings them back. Nessie makes new tables and an"
          + " empty",
      "main at its next start. Stop it first, or let --kubernetes stop and start it and look at",
      "its main. The code that --dry-run shows fits this catalog only.",
      "",
      "Examples:",
      "  nessie-backup reset --dry-run",
      "  nessie-backup reset --vault /backup/nessie --confirm 1a2b-3c4d-5e6f --yes",
      "  nessie-backup reset --kubernetes --namespace data-platform --confirm 1a2b-3c4d-5e6f --yes"
    })
public final class ResetCommand implements Callable<Integer> {
  /** By this tag a policy may keep the last backup of a catalog that was given up. */
  private static final String TAG = "before-reset";

  @ParentCommand NessieBackup root;
  @Mixin VaultOption vault;
  @Mixin ConnectionOptions connection;
  @Mixin CatalogOptions catalog;
  @Mixin JobsOption jobs;
  @Mixin ConfirmOptions confirmation;

  @OfOneRun
  @Option(
      names = "--confirm",
      paramLabel = "CODE",
      order = 43,
      description = "The catalog's confirmation code, which --dry-run shows.")
  String code;

  @OfOneRun
  @Option(
      names = "--without-backup",
      order = 44,
      fallbackValue = "true",
      description = "Go on without a last backup, although a vault is given.")
  boolean withoutBackup;

  @OfOneRun
  @Option(
      names = "--allow-connected",
      order = 45,
      fallbackValue = "true",
      description = "Go on although somebody is connected who uses the tables.")
  boolean allowConnected;

  @Mixin ClusterConnectionOptions cluster;
  @Mixin NessieExchangeOptions nessie;

  @Override
  public Integer call() {
    Console console = root.console();
    Database database = connection.database(root.invocation(), console);
    if (cluster.asked()) {
      nessie.refuseBeside("--allow-connected");
      return exchange(console, database);
    }
    nessie.refuse();
    return reset(console, database);
  }

  private Optional<Replicas> replicas() {
    return confirmation.dryRun() ? Optional.empty() : new GivenReplicas(root, vault).toTell();
  }

  private Optional<String> confirmed() {
    return Optional.ofNullable(code).filter(text -> !text.isEmpty());
  }

  private int exchange(Console console, Database database) {
    ResetOptions options = new ResetOptions(catalog.schema(), catalog.tables(), false);
    // Taken in the middle of it, while Nessie still serves.
    AtomicReference<Optional<BackupId>> last = new AtomicReference<>(Optional.empty());
    return new KubernetesExchange(cluster, nessie, confirmation, console)
        .run(
            database,
            context ->
                new ResetExchange(
                    context,
                    options,
                    confirmed(),
                    found -> last.set(lastBackup(console, database, found)),
                    replicas()),
            new ExchangeViews<>(
                ResetPlanView::new,
                report -> new ResetView(report, last.get(), true),
                "Move this catalog aside?"));
  }

  private int reset(Console console, Database database) {
    CatalogReset reset = new CatalogReset(database, replicas(), console.work());
    ResetPlan plan =
        reset.plan(new ResetOptions(catalog.schema(), catalog.tables(), allowConnected));
    ResetPlanView view = new ResetPlanView(plan);
    if (confirmation.dryRun()) {
      return console.show(view);
    }
    console.preview(view);
    reset.check(plan, confirmed());
    confirmation.confirm(console, "Move this catalog aside?");
    Optional<BackupId> backup = lastBackup(console, database, plan.catalog());
    return console.show(new ResetView(reset.execute(plan, code), backup, false));
  }

  private Optional<BackupId> lastBackup(Console console, Database database, CatalogLocation found) {
    if (withoutBackup) {
      return Optional.empty();
    }
    if (!vault.given()) {
      console.warn("no vault is given: there is no last backup, only the tables that are kept");
      return Optional.empty();
    }
    BackupOptions options =
        new BackupOptions(
            Optional.of(found.schema()),
            Optional.of(found.tables()),
            jobs.jobs(),
            false,
            BackupOptions.Wanted.AUTO,
            Optional.empty(),
            List.of(TAG));
    try {
      CatalogBackup last =
          new CatalogBackup(
              vault.openToWrite(root.invocation(), console), database, console.work());
      return Optional.of(last.run(options).manifest().id());
    } catch (BackupException e) {
      throw e.failure()
          .exception(
              "the last backup failed, and the catalog was not touched: " + e.getMessage(),
              "If there is nothing to be saved, --without-backup goes on; the tables are kept all"
                  + " the same. "
                  + e.hint().orElse(""),
              e);
    }
  }
}
