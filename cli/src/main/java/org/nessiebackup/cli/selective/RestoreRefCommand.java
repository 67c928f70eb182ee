package org.nessiebackup.cli.selective;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.nessiebackup.catalog.CatalogOrigin;
import org.nessiebackup.cli.command.NessieBackup;
import org.nessiebackup.cli.connection.CatalogOptions;
import org.nessiebackup.cli.connection.ConnectionOptions;
import org.nessiebackup.cli.console.Console;
import org.nessiebackup.cli.option.BackupWords;
import org.nessiebackup.cli.option.ConfirmOptions;
import org.nessiebackup.cli.option.IdentityOptions;
import org.nessiebackup.cli.option.JobsOption;
import org.nessiebackup.cli.option.VaultOption;
import org.nessiebackup.cli.settings.NamedByCommand;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.selective.ReferenceRestoreOptions;
import org.nessiebackup.selective.ReferenceRestorePlan;
import org.nessiebackup.selective.SelectiveRestore;
import org.nessiebackup.server.NessieServer;
import org.nessiebackup.vault.Vault;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@NamedByCommand("--to")
@Command(
    name = "restore-ref",
    description = "Bring one branch or tag back while Nessie serves, with all its commits.",
    footer = {
      "",
      "Adds the objects that are missing to the live catalog, where nobody sees them, and lets"
          + " Nessie",
      "create the reference, or assign it if it is where the plan saw it. All else stays as it is,"
          + " and",
      "whoever commits meanwhile loses nothing. The role may INSERT into and SELECT from the"
          + " tables.",
      "",
      "Examples:",
      "  nessie-backup restore-ref latest dev --nessie-url http://nessie:19120 --dry-run",
      "  nessie-backup restore-ref latest main --to 2026-11-22T02:00:00Z --as main-before",
      "  nessie-backup restore-ref 20261122T020000Z-7f3a main --to 4f2e9ac1 --yes"
    })
public final class RestoreRefCommand implements Callable<Integer> {
  @ParentCommand NessieBackup root;
  @Mixin VaultOption vault;
  @Mixin IdentityOptions identities;
  @Mixin ConnectionOptions connection;
  @Mixin CatalogOptions catalog;
  @Mixin JobsOption jobs;
  @Mixin ConfirmOptions confirmation;
  @Mixin NessieServerOptions nessie;

  @Parameters(
      index = "0",
      paramLabel = "BACKUP",
      completionCandidates = BackupWords.class,
      description = "${bundle:backup}.")
  String backup;

  @Parameters(index = "1", paramLabel = "REF", description = "A branch or tag in the backup.")
  String reference;

  @Option(
      names = "--as",
      paramLabel = "NAME",
      order = 43,
      description = "The name it is to have now (default: its own).")
  String as;

  @Option(
      names = "--to",
      paramLabel = "COMMIT|TIME",
      order = 44,
      converter = PointOption.class,
      description =
          "The state it is to have: a commit that it had, or the last one up to a moment.")
  ReferenceRestoreOptions.Point to = new ReferenceRestoreOptions.Point.Head();

  @Override
  public Integer call() {
    Console console = root.console();
    Vault opened = vault.open(root.invocation(), console, identities);
    Database database = connection.database(root.invocation(), console);
    try (NessieServer server = NessieServer.open(nessie.endpoint(root.invocation()))) {
      SelectiveRestore restore = new SelectiveRestore(opened, server, console.work());
      ReferenceRestorePlan plan = restore.plan(options(), database);
      ReferenceRestorePlanView view = new ReferenceRestorePlanView(plan);
      if (confirmation.dryRun()) {
        return console.show(view);
      }
      console.preview(view);
      if (plan.obstacles().isEmpty() && !plan.nothingToDo()) {
        confirmation.confirm(console, "Bring \"" + plan.result().name() + "\" back as planned?");
      }
      return console.show(new ReferenceRestoreView(restore.execute(plan, database)));
    }
  }

  private ReferenceRestoreOptions options() {
    return new ReferenceRestoreOptions(
        backup,
        reference,
        Optional.ofNullable(as).filter(name -> !name.isEmpty()),
        to,
        nessie.repository(),
        new CatalogOrigin.Live(catalog.schema(), catalog.tables()),
        jobs.jobs());
  }
}
