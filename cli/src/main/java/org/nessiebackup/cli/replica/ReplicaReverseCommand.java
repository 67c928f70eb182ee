package org.nessiebackup.cli.replica;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.nessiebackup.cli.command.Unmonitored;
import org.nessiebackup.cli.connection.ConnectionOptions;
import org.nessiebackup.cli.console.Console;
import org.nessiebackup.cli.option.ConfirmOptions;
import org.nessiebackup.cli.option.IdentityOptions;
import org.nessiebackup.cli.option.JobsOption;
import org.nessiebackup.cli.option.VaultOption;
import org.nessiebackup.cli.settings.NamedByCommand;
import org.nessiebackup.cli.settings.OfOneRun;
import org.nessiebackup.replica.CatalogReplica;
import org.nessiebackup.replica.ReplicaOptions;
import org.nessiebackup.replica.ReversePlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Unmonitored
@NamedByCommand({"--accept-divergence", "--unbounded-wal"})
@Command(
    name = "reverse",
    description = "Let a former primary follow the replica that was promoted in its place.",
    footer = {
      "",
      "--jdbc-url is the one that has the catalog now, --replica-jdbc-url the former primary. What"
          + " that alone",
      "has is shown first; its tables are replaced, and kept beside the new ones. `replica promote`"
          + " then goes",
      "back.",
      "",
      "Examples:",
      "  nessie-backup replica reverse --replica-jdbc-url postgresql://old:5432/nessie --dry-run"
    })
final class ReplicaReverseCommand implements Callable<Integer> {
  @ParentCommand ReplicaCommand parent;
  @Mixin VaultOption vault;
  @Mixin IdentityOptions identities;
  @Mixin ConnectionOptions connection;
  @Mixin ReplicaDatabaseOptions database;
  @Mixin PrimaryLinkOptions link;
  @Mixin ReplicaNameOption name;
  @Mixin JobsOption jobs;
  @Mixin ConfirmOptions confirmation;

  @OfOneRun
  @Option(
      names = "--accept-divergence",
      paramLabel = "CODE",
      order = 45,
      description = "Give up what the former primary alone has, by the code that --dry-run shows.")
  String accepted;

  @OfOneRun
  @Option(
      names = "--unbounded-wal",
      order = 59,
      fallbackValue = "true",
      description =
          "Begin although the primary sets no limit to what a slot may hold back"
              + " (max_slot_wal_keep_size).")
  boolean unbounded;

  @Override
  public Integer call() {
    Console console = parent.root.console();
    VaultSeed.Databases databases =
        new VaultSeed.Databases(
            connection.database(parent.root.invocation(), console),
            database.database(connection, parent.root.invocation(), console));
    ReplicaOptions options =
        new ReplicaOptions(
            name.name(),
            Optional.empty(),
            Optional.empty(),
            link.link(parent.root.invocation()),
            new ReplicaOptions.Limits(ReplicaOptions.Limits.DEFAULT.retained(), unbounded));
    CatalogReplica replica =
        new CatalogReplica(
            () -> vault.openToWrite(parent.root.invocation(), console),
            databases.primary(),
            databases.replica(),
            options,
            console.work());
    ReversePlan plan = replica.planReverse(jobs.jobs());
    ReversePlanView view = new ReversePlanView(plan);
    if (confirmation.dryRun()) {
      return console.show(view);
    }
    console.preview(view);
    Optional<String> code = ReplicaDatabaseOptions.given(accepted);
    plan.check(code);
    confirmation.confirm(console, "Replace the former primary's tables, and let it follow?");
    VaultSeed seed =
        new VaultSeed(
            () -> vault.openToWrite(parent.root.invocation(), console, identities),
            databases,
            options,
            Optional.empty(),
            jobs.jobs(),
            console.work().uncounted());
    return console.show(new ReplicaCreateView(replica.reverse(plan, code, seed)));
  }
}
