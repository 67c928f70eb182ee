package org.nessiebackup.cli.restore;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.nessiebackup.cli.command.NessieBackup;
import org.nessiebackup.cli.connection.CatalogOptions;
import org.nessiebackup.cli.connection.ConnectionOptions;
import org.nessiebackup.cli.console.Console;
import org.nessiebackup.cli.option.ClusterConnectionOptions;
import org.nessiebackup.cli.option.ConfirmOptions;
import org.nessiebackup.cli.option.DurationOption;
import org.nessiebackup.cli.option.VaultOption;
import org.nessiebackup.cli.settings.OfOneRun;
import org.nessiebackup.kubernetes.undo.UndoExchange;
import org.nessiebackup.undo.RestoreUndo;
import org.nessiebackup.undo.UndoOptions;
import org.nessiebackup.undo.UndoPlan;
import org.nessiebackup.vault.replica.Replicas;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
    name = "undo",
    description = "Take the last restore back, or drop the tables it replaced.",
    footer = {
      "",
      "Swaps the kept tables in again and keeps the current ones, so that an undo can be undone.",
      "With --kubernetes it stops Nessie for that, starts it, and compares what it shows.",
      "With --release the kept tables are dropped for good, to have their space back; those that",
      "a view or the like still reads stay, and are named.",
      "A replica of the catalog stops with an undo; the vault says so, if --vault names it.",
      "",
      "Examples:",
      "  nessie-backup undo --jdbc-url jdbc:postgresql://db:5432/nessie --dry-run",
      "  nessie-backup undo --kubernetes --namespace data-platform --yes",
      "  nessie-backup undo --release --yes",
      "  nessie-backup undo --release --older-than 7d --yes"
    })
public final class UndoCommand implements Callable<Integer> {
  @ParentCommand NessieBackup root;
  @Spec CommandSpec command;
  @Mixin VaultOption vault;
  @Mixin ConnectionOptions connection;
  @Mixin CatalogOptions catalog;
  @Mixin ConfirmOptions confirmation;

  @OfOneRun
  @Option(
      names = "--release",
      order = 44,
      fallbackValue = "true",
      description = "Drop the kept tables for good.")
  boolean release;

  @Option(
      names = "--older-than",
      paramLabel = "AGE",
      order = 44,
      converter = DurationOption.class,
      description = "With --release: only what was replaced this long ago, such as 7d.")
  Duration olderThan;

  @OfOneRun
  @Option(
      names = "--kept-schema",
      paramLabel = "NAME",
      order = 45,
      description =
          "Only if it is the tables of this schema that come back, as the restore has named it;"
              + " else nothing is done.")
  String keptSchema;

  @OfOneRun
  @Option(
      names = "--allow-connected",
      order = 45,
      fallbackValue = "true",
      description = "Go on although somebody is connected who uses the tables.")
  boolean allowConnected;

  @Option(
      names = "--move-views",
      order = 46,
      fallbackValue = "true",
      description = "Make views that read the replaced tables read those in their place.")
  boolean moveViews;

  @Mixin ClusterConnectionOptions cluster;
  @Mixin NessieExchangeOptions nessie;

  @Override
  public Integer call() {
    if (cluster.asked()) {
      nessie.refuseBeside("--allow-connected", "--release", "--older-than", "--store-type");
      UndoOptions options =
          new UndoOptions(catalog.schema(), false, Optional.ofNullable(keptSchema))
              .movingViews(moveViews);
      return new KubernetesExchange(cluster, nessie, confirmation, root.console())
          .run(
              connection.database(root.invocation(), root.console()),
              context -> new UndoExchange(context, options, replicas()),
              new ExchangeViews<>(
                  UndoPlanView::new,
                  UndoView::new,
                  "Stop Nessie and bring the former tables back?"));
    }
    nessie.refuse();
    return undo();
  }

  private int undo() {
    if (moveViews && release) {
      throw new ParameterException(
          command.commandLine(), "--move-views is about an undo; leave it out with --release");
    }
    if (olderThan != null && !release) {
      throw new ParameterException(
          command.commandLine(), "--older-than is about a release; give --release as well");
    }
    if (keptSchema != null && release) {
      throw new ParameterException(
          command.commandLine(), "--kept-schema is about an undo; leave it out with --release");
    }
    UndoOptions options =
        new UndoOptions(
            catalog.schema(),
            allowConnected,
            Optional.ofNullable(keptSchema),
            Optional.ofNullable(olderThan),
            moveViews);
    Console console = root.console();
    RestoreUndo undo =
        new RestoreUndo(
            connection.database(root.invocation(), console), replicas(), console.work());
    UndoPlan plan = release ? undo.planRelease(options) : undo.planUndo(options);
    UndoPlanView view = new UndoPlanView(plan);
    if (confirmation.dryRun()) {
      return console.show(view);
    }
    if (release) {
      console.preview(view);
      if (plan.obstacles().isEmpty() && dropsAny(plan)) {
        confirmation.confirm(console, "Drop the kept tables as planned?");
      }
    }
    return console.show(new UndoView(undo.execute(plan)));
  }

  /** A plan tells nobody, and what is dropped was nobody's primary. */
  private Optional<Replicas> replicas() {
    return confirmation.dryRun() || release
        ? Optional.empty()
        : new GivenReplicas(root, vault).toTell();
  }

  private static boolean dropsAny(UndoPlan plan) {
    return plan instanceof UndoPlan.Release release && !release.kept().isEmpty();
  }
}
