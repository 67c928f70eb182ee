package org.nessiebackup.replica;

import java.util.function.Supplier;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
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
    try {
      return replica.open(context.cancellation());
    } catch (BackupException e) {
      throw e.failure() == Failure.LOGIN ? ofReplica(e) : e;
    }
  }

  /** The hint of any server names the options of the other one. */
  private static BackupException ofReplica(BackupException login) {
    return Failure.LOGIN.exception(
        login.getMessage(),
        "The replica has a login of its own: --replica-user and --replica-password-file; where it"
            + " is made, --to-user and --to-password-file.",
        login);
  }
}
