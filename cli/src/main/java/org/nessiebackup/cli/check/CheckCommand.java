package org.nessiebackup.cli.check;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.nessiebackup.Failure;
import org.nessiebackup.WorkContext;
import org.nessiebackup.catalog.CatalogOrigin;
import org.nessiebackup.check.CatalogCheck;
import org.nessiebackup.check.CheckOptions;
import org.nessiebackup.check.CheckReport;
import org.nessiebackup.cli.command.NessieBackup;
import org.nessiebackup.cli.connection.CatalogOptions;
import org.nessiebackup.cli.connection.ConnectionOptions;
import org.nessiebackup.cli.console.Console;
import org.nessiebackup.cli.option.ClusterConnectionOptions;
import org.nessiebackup.cli.option.DurationOption;
import org.nessiebackup.cli.option.IdentityOptions;
import org.nessiebackup.cli.option.JobsOption;
import org.nessiebackup.cli.option.VaultOption;
import org.nessiebackup.cli.settings.NamedByCommand;
import org.nessiebackup.integrity.GraphCheck;
import org.nessiebackup.integrity.GraphOptions;
import org.nessiebackup.integrity.GraphReport;
import org.nessiebackup.kubernetes.check.ClusterCheck;
import org.nessiebackup.kubernetes.check.ClusterCheckOptions;
import org.nessiebackup.kubernetes.cluster.Cluster;
import org.nessiebackup.retry.Sleeper;
import org.nessiebackup.vault.Vault;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@NamedByCommand("--graph")
@Command(
    name = "check",
    description = {
      "Look whether all that a backup and a restore need is there.",
      "With --kubernetes also at the CronJob that makes backups, at what its jobs use, and at"
          + " Nessie.",
      "With --graph also whether all that the references of the live catalog lead to is there."
    },
    footer = {
      "",
      "Each line says ok, warn or fail, and what to do. Ends with 3 if something fails.",
      "",
      "Examples:",
      "  nessie-backup check --vault /backup/nessie --jdbc-url jdbc:postgresql://db:5432/nessie",
      "  nessie-backup check --max-age 1h --json",
      "  nessie-backup check --gc-default-cutoff P90D --gc-cutoff main=NONE",
      "  nessie-backup check --graph",
      "  nessie-backup check --kubernetes --namespace data-platform",
      "  nessie-backup check --kubernetes --run-backup"
    })
public final class CheckCommand implements Callable<Integer> {
  @ParentCommand NessieBackup root;
  @Mixin VaultOption vault;
  @Mixin IdentityOptions identities;
  @Mixin ConnectionOptions connection;
  @Mixin CatalogOptions catalog;

  @Option(
      names = "--max-age",
      paramLabel = "DURATION",
      order = 45,
      converter = DurationOption.class,
      description = "How old the newest backup may be: 90m, 26h, 2d (default: 26h).")
  Duration maxAge = Duration.ofHours(26);

  @Mixin CutoffOptions gc;

  @Option(
      names = "--graph",
      order = 46,
      fallbackValue = "true",
      description = "Walk the live catalog, as of one moment, from all its references.")
  boolean graph;

  @Mixin JobsOption jobs;
  @Mixin ClusterConnectionOptions cluster;

  @Option(
      names = "-n",
      paramLabel = "NAME",
      order = 61,
      description = "The same as --namespace, as kubectl has it.")
  String namespaceInShort;

  @Option(
      names = "--cronjob",
      paramLabel = "NAME",
      order = 65,
      description = "The CronJob that makes backups (default: nessie-backup).")
  String cronJob = "nessie-backup";

  @Option(
      names = "--run-backup",
      order = 66,
      fallbackValue = "true",
      description = "Run a job of the CronJob now, follow it, and remove it.")
  boolean runBackup;

  @Option(
      names = "--run-timeout",
      paramLabel = "DURATION",
      order = 67,
      converter = DurationOption.class,
      description = "How long that job may take (default: 30m).")
  Duration runTimeout = Duration.ofMinutes(30);

  @Override
  public Integer call() {
    cluster.namespace(namespaceInShort);
    CheckOptions options =
        new CheckOptions(catalog.schema(), catalog.tables(), maxAge, gc.cutoffs());
    Console console = root.console();
    if (graph && cluster.asked()) {
      throw Failure.USAGE.exception(
          "--graph is given with --kubernetes",
          "Walk the catalog by itself: check --graph with --jdbc-url, from where the database is"
              + " reached.");
    }
    CheckReport report = cluster.asked() ? inCluster(options, console) : plain(options, console);
    Optional<GraphReport> walked = graph ? Optional.of(walk(console)) : Optional.empty();
    return console.show(new CheckView(report, walked, root.settings().names()));
  }

  private GraphReport walk(Console console) {
    GraphCheck check =
        new GraphCheck(
            this::openVault, () -> connection.database(root.invocation(), console), console.work());
    return check.run(
        new GraphOptions(new CatalogOrigin.Live(catalog.schema(), catalog.tables()), jobs.jobs()));
  }

  private CheckReport plain(CheckOptions options, Console console) {
    if (runBackup) {
      throw Failure.USAGE.exception(
          "--run-backup is given without --kubernetes", "Add --kubernetes.");
    }
    return new CatalogCheck(
            this::openVault, () -> connection.database(root.invocation(), console), console.work())
        .run(options);
  }

  private CheckReport inCluster(CheckOptions options, Console console) {
    WorkContext work = console.work();
    ClusterCheckOptions all =
        new ClusterCheckOptions(
            cronJob,
            cluster.workload(),
            options,
            Optional.of(runTimeout).filter(limit -> runBackup));
    return new ClusterCheck(
            () -> Cluster.connect(cluster.cluster(), work, Sleeper.stoppedBy(work.cancellation())),
            new CheckTargets(this),
            work)
        .run(all);
  }

  Vault openVault() {
    return vault.openToWrite(root.invocation(), root.console(), identities);
  }
}
