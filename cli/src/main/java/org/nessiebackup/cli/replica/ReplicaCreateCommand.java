package org.nessiebackup.cli.replica;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.nessiebackup.cli.command.Unmonitored;
import org.nessiebackup.cli.connection.CatalogOptions;
import org.nessiebackup.cli.connection.ConnectionOptions;
import org.nessiebackup.cli.console.Console;
import org.nessiebackup.cli.option.ConfirmOptions;
import org.nessiebackup.cli.option.IdentityOptions;
import org.nessiebackup.cli.option.JobsOption;
import org.nessiebackup.cli.option.SizeOption;
import org.nessiebackup.cli.option.VaultOption;
import org.nessiebackup.cli.settings.NamedByCommand;
import org.nessiebackup.cli.settings.OfOneRun;
import org.nessiebackup.replica.CatalogReplica;
import org.nessiebackup.replica.ReplicaCreatePlan;
import org.nessiebackup.replica.ReplicaOptions;
import org.nessiebackup.replica.ReplicaOptions.Target;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Unmonitored
@NamedByCommand({"--max-retained", "--seed", "--to", "--unbounded-wal"})
@Command(
    name = "create",
    description = "Make a replica, and wait until it has everything.",
    footer = {
      "",
      "Takes a backup in the snapshot of a new replication slot, restores it there, compares it,"
          + " and lets",
      "the replica's server follow from there. All that is in the way is said before anything is"
          + " made. What",
      "was interrupted goes on with the next call; before its backup is in the vault it leaves"
          + " nothing.",
      "",
      "Examples:",
      "  nessie-backup replica create --to postgresql://standby:5432/nessie --dry-run",
      "  nessie-backup replica create --to postgresql://standby:5432/nessie --to-user nessie \\",
      "    --to-password-file /run/secrets/standby --primary-address \"host=db.internal\" --yes"
    })
final class ReplicaCreateCommand implements Callable<Integer> {
  @ParentCommand ReplicaCommand parent;
  @Mixin VaultOption vault;
  @Mixin IdentityOptions identities;
  @Mixin ConnectionOptions connection;
  @Mixin CatalogOptions catalog;
  @Mixin ReplicaDatabaseOptions database;
  @Mixin PrimaryLinkOptions link;
  @Mixin ReplicaNameOption name;
  @Mixin JobsOption jobs;
  @Mixin ConfirmOptions confirmation;

  @Option(
      names = "--to",
      paramLabel = "URL",
      order = 26,
      description = "The database where the replica is to be, as --replica-jdbc-url.")
  String to;

  @OfOneRun
  @Option(
      names = "--seed",
      paramLabel = "BACKUP",
      order = 41,
      description =
          "A backup that the one to begin with has to build on, so that most of it is in the vault"
              + " already; \"live\" for any (default).")
  String seed;

  @OfOneRun
  @Option(
      names = "--again",
      order = 45,
      fallbackValue = "true",
      description = "Make the replica of that name anew. Its tables are kept beside the new ones.")
  boolean again;

  @Option(
      names = "--max-retained",
      paramLabel = "SIZE",
      order = 59,
      converter = SizeOption.class,
      description =
          "Give the replica up before its slot holds back more of the primary's log (default:"
              + " 1GiB).")
  Long maxRetained = ReplicaOptions.Limits.DEFAULT.retained();

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
            database.database(
                ReplicaDatabaseOptions.given(to), connection, parent.root.invocation(), console));
    ReplicaOptions options = options();
    CatalogReplica replica =
        new CatalogReplica(
            () -> vault.openToWrite(parent.root.invocation(), console),
            databases.primary(),
            databases.replica(),
            options,
            console.work());
    Target target = again ? Target.AGAIN : Target.EMPTY;
    ReplicaCreatePlan plan = replica.planCreate(target);
    ReplicaCreatePlanView view = new ReplicaCreatePlanView(plan);
    if (confirmation.dryRun()) {
      return console.show(view);
    }
    if (!plan.isEmpty()) {
      console.preview(view);
    }
    if (!plan.isEmpty() && plan.obstacles().isEmpty()) {
      confirmation.confirm(console, "Make replica \"%s\" as planned?".formatted(plan.name()));
    }
    return console.show(
        new ReplicaCreateView(replica.create(plan, target, seed(console, databases, options))));
  }

  private ReplicaOptions options() {
    return new ReplicaOptions(
        name.name(),
        catalog.schema(),
        catalog.tables(),
        link.link(parent.root.invocation()),
        new ReplicaOptions.Limits(maxRetained, unbounded));
  }

  private VaultSeed seed(Console console, VaultSeed.Databases databases, ReplicaOptions options) {
    Optional<String> base =
        ReplicaDatabaseOptions.given(seed).filter(words -> !words.equals("live"));
    return new VaultSeed(
        () -> vault.openToWrite(parent.root.invocation(), console, identities),
        databases,
        options,
        base,
        jobs.jobs(),
        console.work().uncounted());
  }
}
