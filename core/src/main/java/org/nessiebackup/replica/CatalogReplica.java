package org.nessiebackup.replica;

import java.util.Optional;
import java.util.function.Supplier;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.Failure;
import org.nessiebackup.Lsn;
import org.nessiebackup.WorkContext;
import org.nessiebackup.manifest.ReplicaState;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.swap.RestoreId;
import org.nessiebackup.vault.Vault;

/**
 * A replica of a catalog: makes one, says how it is, promotes it, ends it. Each call stands by
 * itself; what there is, it asks the vault and the two servers.
 */
public final class CatalogReplica {
  private final ReplicaSetup setup;

  /** How a replica comes to the rows that it begins with: by the vault, as any other catalog. */
  public interface Seed {
    /**
     * Backs the primary up as of a moment.
     *
     * @param snapshot the snapshot that is exported there; it lasts until this returns
     * @param point it sees no commit behind this position of the primary's log
     * @return the backup, which is in the vault then
     * @throws BackupException if there is none
     */
    BackupId take(String snapshot, Lsn point);

    /**
     * Makes a backup the catalog on the replica's server. Called again after a crash, under the
     * same name, unless it has been done.
     *
     * @param restore what the restore is called, by which it is found again
     * @param schema where the catalog is to be
     * @throws BackupException if it is not there then; the replica's server is as before
     */
    void restore(BackupId backup, RestoreId restore, String schema);
  }

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

  /**
   * Says what making it would do, and all that is in the way. Changes nothing.
   *
   * @param target what may be in its place
   * @throws BackupException if it can never work: no catalog, one that is none of the vault's, one
   *     in whose place another was promoted
   */
  public ReplicaCreatePlan planCreate(ReplicaOptions.Target target) {
    try (BothServers servers = BothServers.open(setup)) {
      return new CreatePlanner(setup, target, servers).plan();
    }
  }

  /**
   * Makes it, and waits until it has everything that was committed before. Goes on where an attempt
   * that did not end has come to; until the backup is in the vault, whatever ends it leaves nothing
   * behind, and the replica's server has nothing before its rows were compared.
   *
   * @param plan what {@link #planCreate} has returned
   * @param target what may be in its place
   * @param seed takes the backup, and restores it
   * @throws BackupException {@link Failure#LOCKED} if it would do something else by now, or
   *     somebody else is at it; the failure of the first obstacle, naming all; or what ended it
   */
  public ReplicaCreateReport create(
      ReplicaCreatePlan plan, ReplicaOptions.Target target, Seed seed) {
    ReplicaCreation.refuseObstacles(plan);
    setup.vaults().get().keys().checkWriter();
    try (BothServers servers = BothServers.open(setup)) {
      servers.lock(plan.name());
      ReplicaCreatePlan now = new CreatePlanner(setup, target, servers).plan();
      ReplicaCreation.refuseObstacles(now);
      if (!now.isSameAs(plan)) {
        throw Failure.LOCKED.exception(
            "what is there of replica \"%s\" has changed since this was planned"
                .formatted(plan.name()),
            "Run it once more, for a plan of what is there now.");
      }
      return new ReplicaCreation(setup, servers, now, seed).run();
    }
  }
}
