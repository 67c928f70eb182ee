package org.nessiebackup.replica;

import java.util.Optional;
import java.util.function.Supplier;
import org.nessiebackup.WorkContext;
import org.nessiebackup.manifest.ReplicaState;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.vault.Vault;

/**
 * A replica of a catalog: makes one, says how it is, promotes it, ends it. Each call stands by
 * itself; what there is, it asks the vault and the two servers.
 */
public final class CatalogReplica {
  private final ReplicaSetup setup;

  /**
   * Does nothing yet.
   *
   * @param vaults opens the vault as it is now; with the keys that write, for what writes
   * @param primary the server that is followed
   * @param replica the server that follows
   */
  public CatalogReplica(
      Supplier<Vault> vaults,
      Database primary,
      Database replica,
      ReplicaOptions options,
      WorkContext context) {
    this.setup = new ReplicaSetup(vaults, primary, replica, options, context);
  }

  /** What the vault knows of it; absent if there was never one of that name. */
  public Optional<ReplicaState> state() {
    return setup.vaults().get().replicas().newest(setup.options().name());
  }
}
