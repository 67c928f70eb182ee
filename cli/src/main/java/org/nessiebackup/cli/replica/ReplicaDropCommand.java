package org.nessiebackup.cli.replica;

import java.util.concurrent.Callable;
import org.nessiebackup.cli.command.Unmonitored;
import org.nessiebackup.cli.connection.ConnectionOptions;
import org.nessiebackup.cli.console.Console;
import org.nessiebackup.cli.option.ConfirmOptions;
import org.nessiebackup.cli.option.VaultOption;
import org.nessiebackup.cli.settings.NamedByCommand;
import org.nessiebackup.cli.settings.OfOneRun;
import org.nessiebackup.replica.CatalogReplica;
import org.nessiebackup.replica.ReplicaDropPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Unmonitored
@NamedByCommand("--force")
@Command(
    name = "drop",
    description = "End a replica: it follows no longer. Its tables stay.",
    footer = {
      "",
      "Drops the subscription there, and slot and publication on the primary, which keeps no log"
          + " for it",
      "any more. What is left there is a catalog as any other.",
      "",
      "Examples:",
      "  nessie-backup replica drop --replica-jdbc-url postgresql://standby:5432/nessie --dry-run",
      "  nessie-backup replica drop --replica-jdbc-url postgresql://standby:5432/nessie --force"
          + " --yes"
    })
final class ReplicaDropCommand implements Callable<Integer> {
  @ParentCommand ReplicaCommand parent;
  @Mixin VaultOption vault;
  @Mixin ConnectionOptions connection;
  @Mixin ReplicaDatabaseOptions database;
  @Mixin ReplicaNameOption name;
  @Mixin ConfirmOptions confirmation;

  @OfOneRun
  @Option(
      names = "--force",
      order = 45,
      fallbackValue = "true",
      description = "Go on where one of the servers cannot be reached, and say what stays there.")
  boolean force;

  @Override
  public Integer call() {
    Console console = parent.root.console();
    CatalogReplica replica =
        name.replica(
            () -> vault.openToWrite(parent.root.invocation(), console),
            new VaultSeed.Databases(
                connection.database(parent.root.invocation(), console),
                database.database(connection, parent.root.invocation(), console)),
            console.work());
    ReplicaDropPlan plan = replica.planDrop(force);
    ReplicaDropPlanView view = new ReplicaDropPlanView(plan);
    if (confirmation.dryRun()) {
      return console.show(view);
    }
    if (!plan.isEmpty()) {
      console.preview(view);
      confirmation.confirm(console, "End replica \"%s\"?".formatted(plan.state().head().name()));
    }
    return console.show(new ReplicaDropView(replica.drop(plan)));
  }
}
