package org.nessiebackup.replica;

import java.util.function.Supplier;
import org.nessiebackup.WorkContext;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.vault.Vault;

/**
 * What every operation on a replica is made with.
 *
 * @param vaults opens the vault as it is now
 * @param primary the server that is followed
 * @param replica the server that follows
 * @param options which replica
 * @param context what every operation is given
 */
record ReplicaSetup(
    Supplier<Vault> vaults,
    Database primary,
    Database replica,
    ReplicaOptions options,
    WorkContext context) {
  Session onPrimary() {
    return primary.open(context.cancellation());
  }

  Session onReplica() {
    return replica.open(context.cancellation());
  }
}
