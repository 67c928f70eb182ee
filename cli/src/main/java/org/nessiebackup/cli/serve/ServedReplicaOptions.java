package org.nessiebackup.cli.serve;

import java.time.Duration;
import java.util.Optional;
import org.nessiebackup.cli.connection.ConnectionOptions;
import org.nessiebackup.cli.connection.ReplicaConnectionOptions;
import org.nessiebackup.cli.console.Console;
import org.nessiebackup.cli.console.Invocation;
import org.nessiebackup.cli.option.DurationOption;
import org.nessiebackup.cli.option.SizeOption;
import org.nessiebackup.replica.ReplicaOptions;
import org.nessiebackup.service.fleet.ServedReplica;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which replica of a catalog is looked after, and how. */
final class ServedReplicaOptions {
  @Mixin ReplicaConnectionOptions connection;

  @Option(
      names = "--replica-name",
      paramLabel = "NAME",
      order = 67,
      description = "Its name; found if the vault knows of only one.")
  String name;

  @Option(
      names = "--replica-max-retained",
      paramLabel = "SIZE",
      order = 67,
      converter = SizeOption.class,
      description =
          "Give the replica up before its slot holds back more of the server's log (default:"
              + " 1GiB).")
  Long maxRetained = ReplicaOptions.Limits.DEFAULT.retained();

  @Option(
      names = "--replica-max-lag",
      paramLabel = "SPAN",
      order = 67,
      converter = DurationOption.class,
      description = "How far behind the replica may be until that is said (default: 1m).")
  Duration maxLag = ServedReplica.MOST_LAG;

  /**
   * The replica; empty if no server of one is named.
   *
   * @param primary says how long a server is waited for
   */
  Optional<ServedReplica> of(ConnectionOptions primary, Invocation invocation, Console console) {
    return connection
        .database(primary, invocation, console)
        .map(
            database ->
                new ServedReplica(
                    Optional.ofNullable(name).filter(text -> !text.isEmpty()),
                    database,
                    maxRetained,
                    maxLag));
  }
}
