package org.nessiebackup.cli.replica;

import java.util.Optional;
import java.util.function.Supplier;
import org.nessiebackup.WorkContext;
import org.nessiebackup.replica.CatalogReplica;
import org.nessiebackup.replica.ReplicaOptions;
import org.nessiebackup.vault.Vault;
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

  /** The replica of that name, for what makes none. */
  CatalogReplica replica(Supplier<Vault> vaults, VaultSeed.Databases databases, WorkContext work) {
    return new CatalogReplica(
        vaults,
        databases.primary(),
        databases.replica(),
        new ReplicaOptions(
            name(),
            Optional.empty(),
            Optional.empty(),
            ReplicaOptions.Link.OURS,
            ReplicaOptions.Limits.DEFAULT),
        work);
  }
}
