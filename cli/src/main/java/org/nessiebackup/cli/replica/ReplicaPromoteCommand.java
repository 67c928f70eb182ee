package org.nessiebackup.cli.replica;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import org.nessiebackup.WorkContext;
import org.nessiebackup.cli.command.Unmonitored;
import org.nessiebackup.cli.connection.ConnectionOptions;
import org.nessiebackup.cli.console.Console;
import org.nessiebackup.cli.option.ClusterConnectionOptions;
import org.nessiebackup.cli.option.ConfirmOptions;
import org.nessiebackup.cli.option.DurationOption;
import org.nessiebackup.cli.option.IdentityOptions;
import org.nessiebackup.cli.option.JobsOption;
import org.nessiebackup.cli.option.VaultOption;
import org.nessiebackup.cli.settings.NamedByCommand;
import org.nessiebackup.cli.settings.OfOneRun;
import org.nessiebackup.replica.CatalogReplica;
import org.nessiebackup.replica.PromotionOptions;
import org.nessiebackup.replica.PromotionPlan;
import org.nessiebackup.vault.Vault;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Unmonitored
@NamedByCommand({"--accept-divergence", "--patience"})
@Command(
    name = "promote",
    description = "Make a replica the primary, and keep the former one from taking commits.",
    footer = {
      "",
      "Stop the primary's Nessie first. Its tables refuse every row from then on; when the replica"
          + " has all",
      "that was committed before, it is detached, checked and written down in the vault as the one"
          + " that has",
      "the catalog. If that does not come, nothing has happened. Start a Nessie there then.",
      "",
      "With --kubernetes the primary's Nessie is stopped and the replica's started and asked:"
          + " --workload is the",
      "replica's, --primary-workload the primary's, each with a namespace and a context of its"
          + " own.",
      "",
      "Examples:",
      "  nessie-backup replica promote --replica-jdbc-url postgresql://standby:5432/nessie"
          + " --dry-run",
      "  nessie-backup replica promote --replica-jdbc-url postgresql://standby:5432/nessie --yes",
      "  nessie-backup replica promote --kubernetes --context west --primary-context east --yes"
    })
final class ReplicaPromoteCommand implements Callable<Integer> {
  @ParentCommand ReplicaCommand parent;
  @Mixin VaultOption vault;
  @Mixin IdentityOptions identities;
  @Mixin ConnectionOptions connection;
  @Mixin ReplicaDatabaseOptions database;
  @Mixin ReplicaNameOption name;
  @Mixin JobsOption jobs;
  @Mixin ConfirmOptions confirmation;
  @Mixin ClusterConnectionOptions cluster;
  @Mixin HandoverOptions handover;

  @OfOneRun
  @Option(
      names = "--accept-divergence",
      paramLabel = "CODE",
      order = 45,
      description = "Go on in spite of what is in the way, by the code that --dry-run shows.")
  String accepted;

  @OfOneRun
  @Option(
      names = "--patience",
      paramLabel = "DURATION",
      order = 46,
      converter = DurationOption.class,
      description = "How long the last change may take to arrive (default: 5m).")
  Duration patience = PromotionOptions.DEFAULT.patience();

  @Override
  public Integer call() {
    Console console = parent.root.console();
    VaultSeed.Databases databases =
        new VaultSeed.Databases(
            connection.database(parent.root.invocation(), console),
            database.database(connection, parent.root.invocation(), console));
    Supplier<Vault> vaults = () -> vault.openToWrite(parent.root.invocation(), console, identities);
    Function<WorkContext, CatalogReplica> replicas = work -> name.replica(vaults, databases, work);
    PromotionOptions options =
        new PromotionOptions(ReplicaDatabaseOptions.given(accepted), patience, jobs.jobs());
    ReplicaGraph graph = new ReplicaGraph(vaults, databases.replica(), jobs.jobs(), console);
    if (cluster.asked()) {
      return new KubernetesPromotion(cluster, handover, confirmation, console)
          .run(databases, replicas, options, graph);
    }
    handover.refuse();
    return promote(replicas.apply(console.work()), options, graph);
  }

  private int promote(CatalogReplica replica, PromotionOptions options, ReplicaGraph graph) {
    Console console = parent.root.console();
    PromotionPlan plan = replica.planPromotion(options);
    PromotionPlanView view = new PromotionPlanView(plan);
    if (confirmation.dryRun()) {
      return console.show(view);
    }
    console.preview(view);
    plan.check(options);
    confirmation.confirm(
        console, "Promote replica \"%s\" as planned?".formatted(plan.state().head().name()));
    return console.show(new PromotionView(replica.promote(plan, options, graph)));
  }
}
