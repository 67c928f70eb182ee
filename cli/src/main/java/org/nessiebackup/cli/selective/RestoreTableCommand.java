package org.nessiebackup.cli.selective;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.nessiebackup.cli.command.NessieBackup;
import org.nessiebackup.cli.console.Console;
import org.nessiebackup.cli.option.BackupWords;
import org.nessiebackup.cli.option.ConfirmOptions;
import org.nessiebackup.cli.option.IdentityOptions;
import org.nessiebackup.cli.option.JobsOption;
import org.nessiebackup.cli.option.VaultOption;
import org.nessiebackup.cli.settings.NamedByCommand;
import org.nessiebackup.cli.settings.OfOneRun;
import org.nessiebackup.nessie.ContentKey;
import org.nessiebackup.selective.ReferenceRestoreOptions;
import org.nessiebackup.selective.SelectiveRestore;
import org.nessiebackup.selective.TableRestoreOptions;
import org.nessiebackup.selective.TableRestorePlan;
import org.nessiebackup.server.NessieServer;
import org.nessiebackup.vault.Vault;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@NamedByCommand({"--to", "--force"})
@Command(
    name = "restore-table",
    description = "Bring tables, views or a namespace back while Nessie serves, in one commit.",
    footer = {
      "",
      "Commits onto a current branch what they held in the backup, under their own ids. The"
          + " history",
      "stays, and so does what others commit meanwhile. Needs Nessie's API and no database. Files"
          + " that",
      "the tables had then must still be there: see what Nessie's GC and Iceberg have removed.",
      "",
      "Examples:",
      "  nessie-backup restore-table latest main sales.orders --nessie-url http://nessie:19120",
      "  nessie-backup restore-table latest main sales --onto repair --dry-run",
      "  nessie-backup restore-table 20261122T020000Z-7f3a main sales.orders sales.items --yes"
    })
public final class RestoreTableCommand implements Callable<Integer> {
  @ParentCommand NessieBackup root;
  @Mixin VaultOption vault;
  @Mixin IdentityOptions identities;
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

  @Parameters(
      index = "2..*",
      arity = "1..*",
      paramLabel = "KEY",
      description = "Tables and views, or namespaces with all that is in them: sales.orders.")
  List<String> keys;

  @Option(
      names = "--onto",
      paramLabel = "BRANCH",
      order = 43,
      description = "The branch that gets them (default: the one of that name).")
  String onto;

  @Option(
      names = "--to",
      paramLabel = "COMMIT|TIME",
      order = 44,
      converter = PointOption.class,
      description = "The state of REF that is meant: a commit that it had, or a moment.")
  ReferenceRestoreOptions.Point to = new ReferenceRestoreOptions.Point.Head();

  @OfOneRun
  @Option(
      names = "--force",
      order = 45,
      fallbackValue = "true",
      description = "Replace what came in their place under the same names.")
  boolean force;

  @Override
  public Integer call() {
    Console console = root.console();
    Vault opened = vault.open(root.invocation(), console, identities);
    try (NessieServer server = NessieServer.open(nessie.endpoint(root.invocation()))) {
      SelectiveRestore restore = new SelectiveRestore(opened, server, console.work());
      TableRestorePlan plan = restore.plan(options());
      TableRestorePlanView view = new TableRestorePlanView(plan);
      if (confirmation.dryRun()) {
        return console.show(view);
      }
      console.preview(view);
      if (plan.obstacles().isEmpty() && !plan.changes().isEmpty()) {
        confirmation.confirm(console, "Commit this to \"" + plan.onto().name() + "\"?");
      }
      return console.show(new TableRestoreView(restore.execute(plan)));
    }
  }

  private TableRestoreOptions options() {
    return new TableRestoreOptions(
        new TableRestoreOptions.From(backup, reference, to),
        keys.stream().map(ContentKey::parse).toList(),
        Optional.ofNullable(onto).filter(name -> !name.isEmpty()),
        nessie.repository(),
        force,
        jobs.jobs());
  }
}
