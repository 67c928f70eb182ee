package org.nessiebackup.cli.command;

import java.util.concurrent.Callable;
import org.nessiebackup.cli.option.CatalogOptions;
import org.nessiebackup.cli.option.ClusterConnectionOptions;
import org.nessiebackup.cli.option.ConfirmOptions;
import org.nessiebackup.cli.option.ConnectionOptions;
import org.nessiebackup.cli.option.NessieWorkOptions;
import org.nessiebackup.cli.output.Console;
import org.nessiebackup.cli.output.UndoPlanView;
import org.nessiebackup.cli.output.UndoView;
import org.nessiebackup.undo.RestoreUndo;
import org.nessiebackup.undo.UndoOptions;
import org.nessiebackup.undo.UndoPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "undo",
    description = "Take the last restore back, or drop the tables it replaced.",
    footer = {
      "",
      "Swaps the kept tables in again and keeps those of now, so that an undo can be undone.",
      "With --kubernetes it stops Nessie for that, starts it, and compares what it shows.",
      "With --release the kept tables are dropped for good, to have their space back.",
      "",
      "Examples:",
      "  nessie-backup undo --jdbc-url jdbc:postgresql://db:5432/nessie --dry-run",
      "  nessie-backup undo --kubernetes --namespace data-platform --yes",
      "  nessie-backup undo --release --yes"
    })
final class UndoCommand implements Callable<Integer> {
  @ParentCommand NessieBackup root;
  @Mixin ConnectionOptions connection;
  @Mixin CatalogOptions catalog;
  @Mixin ConfirmOptions confirmation;

  @Option(
      names = "--release",
      order = 44,
      fallbackValue = "true",
      description = "Drop the kept tables for good.")
  boolean release;

  @Option(
      names = "--allow-connected",
      order = 45,
      fallbackValue = "true",
      description = "Swap although somebody is connected who uses the tables.")
  boolean allowConnected;

  @Mixin ClusterConnectionOptions cluster;
  @Mixin NessieWorkOptions nessie;

  @Override
  public Integer call() {
    if (cluster.asked()) {
      nessie.refuseBeside("--allow-connected", "--release", "--store-type");
      return new KubernetesUndo(cluster, nessie, confirmation, root.console())
          .run(connection.database(root.invocation()), catalog.schema());
    }
    nessie.refuse();
    return undo();
  }

  private int undo() {
    UndoOptions options = new UndoOptions(catalog.schema(), allowConnected);
    Console console = root.console();
    RestoreUndo undo = new RestoreUndo(connection.database(root.invocation()), console.work());
    UndoPlan plan = release ? undo.planRelease(options) : undo.planUndo(options);
    UndoPlanView view = new UndoPlanView(plan);
    if (confirmation.dryRun()) {
      return console.show(view);
    }
    if (release) {
      console.preview(view);
      if (plan.obstacles().isEmpty()) {
        confirmation.confirm(console, "Drop the kept tables as planned?");
      }
    }
    return console.show(new UndoView(undo.execute(plan)));
  }
}
