package org.nessiebackup.cli.replica;

import org.nessiebackup.replica.ReplicaOptions;
import picocli.CommandLine.Option;

/** Which replica of a catalog is meant. */
public final class ReplicaNameOption {
  @Option(
      names = "--name",
      paramLabel = "NAME",
      order = 32,
      description = "What the replica is called (default: standby).")
  String name;

  String name() {
    return ReplicaDatabaseOptions.given(name).orElse(ReplicaOptions.DEFAULT_NAME);
  }
}
