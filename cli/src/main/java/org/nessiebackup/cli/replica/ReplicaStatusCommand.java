package org.nessiebackup.cli.replica;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.nessiebackup.cli.command.Unmonitored;
import org.nessiebackup.cli.connection.ConnectionOptions;
import org.nessiebackup.cli.console.Console;
import org.nessiebackup.cli.option.DurationOption;
import org.nessiebackup.cli.option.VaultOption;
import org.nessiebackup.cli.settings.NamedByCommand;
import org.nessiebackup.cli.settings.OfOneRun;
import org.nessiebackup.replica.CatalogReplica;
import org.nessiebackup.replica.ReplicaProofReport;
import org.nessiebackup.replica.ReplicaStatusReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Unmonitored
@NamedByCommand("--wait")
@Command(
    name = "status",
    description = "Show how a replica follows, and what to do if it does not; --prove its rows.",
    footer = {
      "",
      "Ends with 3 if it has stopped, has a conflict, or its rows are not the primary's; with 14 if"
          + " it is",
      "further behind than --max-lag; with 1 if one of the servers cannot be reached.",
      "",
      "Examples:",
      "  nessie-backup replica status --replica-jdbc-url postgresql://standby:5432/nessie",
      "  nessie-backup replica status --replica-jdbc-url postgresql://standby:5432/nessie --prove"
    })
final class ReplicaStatusCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(12);
  private static final Duration EVER = Duration.ofDays(36_500);

  @ParentCommand ReplicaCommand parent;
  @Mixin VaultOption vault;
  @Mixin ConnectionOptions connection;
  @Mixin ReplicaDatabaseOptions database;
  @Mixin ReplicaNameOption name;

  @Option(
      names = "--max-lag",
      paramLabel = "DURATION",
      order = 45,
      converter = DurationOption.class,
      description = "How far it may be behind the primary: 5s, 1m.")
  Duration maxLag;

  @OfOneRun
  @Option(
      names = "--wait",
      order = 46,
      fallbackValue = "true",
      description = "Wait until it has what the primary has now, however long that takes.")
  boolean wait;

  @OfOneRun
  @Option(
      names = "--prove",
      order = 47,
      fallbackValue = "true",
      description = "Compare every row of both servers, exactly, while both go on.")
  boolean prove;

  @Override
  public Integer call() {
    Console console = parent.root.console();
    CatalogReplica replica =
        name.replica(
            () -> vault.open(parent.root.invocation(), console),
            new VaultSeed.Databases(
                connection.database(parent.root.invocation(), console),
                database.database(connection, parent.root.invocation(), console)),
            console.work());
    ReplicaStatusReport report = replica.status(patience());
    Optional<ReplicaProofReport> proof =
        prove && report.following() ? Optional.of(replica.prove(patience())) : Optional.empty();
    return console.show(
        new ReplicaStatusView(
            report, Optional.ofNullable(maxLag), proof, prove && proof.isEmpty()));
  }

  /** Longer than a server waits before it begins what applies changes anew. */
  private Duration patience() {
    if (wait) {
      return EVER;
    }
    return Optional.ofNullable(maxLag)
        .filter(most -> most.compareTo(PATIENCE) > 0)
        .orElse(PATIENCE);
  }
}
