package org.nessiebackup.replica;

import java.time.Duration;
import java.util.List;
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

  /** Proves that a catalog is whole, which is another operation. */
  @FunctionalInterface
  public interface GraphProof {
    /**
     * What is wrong with the replica's catalog, a sentence each; empty if nothing is.
     *
     * @param schema where it is
     */
    List<String> findings(String schema);
  }

  /**
   * Says what a promotion would do, what is missing, and what is in its way. Changes nothing.
   *
   * @throws BackupException {@link Failure#USAGE} if the vault knows no such replica; {@link
   *     Failure#TARGET_GUARDED} if it has never been whole, or a server is another one than it was
   *     made with
   */
  public PromotionPlan planPromotion(PromotionOptions options) {
    return new PromotionPlanner(setup, options).plan();
  }

  /**
   * Makes the replica the primary: keeps the former one from being written to, waits until nothing
   * is missing, detaches the replica, and writes down in the vault and on both servers which of
   * them has the catalog. Whatever ends it, the next call goes on.
   *
   * @param plan what {@link #planPromotion} has returned
   * @param proof asked before anything is done, and at the end if something has come since
   * @throws BackupException {@link Failure#TARGET_GUARDED} if something is in the way which nobody
   *     has accepted, or the last change does not arrive; {@link Failure#DAMAGED} if the replica's
   *     graph is; {@link Failure#LOCKED} if things are no more as planned, or somebody is at work
   *     on one of the catalogs. The primary can be written to then as before
   */
  public PromotionReport promote(PromotionPlan plan, PromotionOptions options, GraphProof proof) {
    return promote(plan, options, proof, () -> {});
  }

  /**
   * The same for somebody who ends all use of the primary for it, so that there is as little time
   * as can be in which nobody serves the catalog.
   *
   * @param plan what {@link #planPromotion} has returned, {@link PromotionPlan#onceStopped}
   * @param beforeFence done once, when the replica was found whole and the primary is about to be
   *     fenced; if it throws, nothing has happened
   */
  public PromotionReport promote(
      PromotionPlan plan, PromotionOptions options, GraphProof proof, Runnable beforeFence) {
    return new Promotion(setup, plan, options, proof, beforeFence).run();
  }

  /**
   * Says what a former primary alone has, before it becomes a replica of the one that was promoted
   * in its place: here the primary is the one that was promoted, and the replica the former one.
   * Changes nothing.
   *
   * @param jobs how many threads read each of the two catalogs
   * @throws BackupException {@link Failure#USAGE} if no replica was ever promoted; {@link
   *     Failure#TARGET_GUARDED} if a server is another one than it was made with
   */
  public ReversePlan planReverse(int jobs) {
    return new ReversePlanner(setup, jobs).plan();
  }

  /**
   * Lets a former primary follow the one that was promoted in its place. It is fenced first, and
   * its tables are replaced by those of a backup that were compared; they are kept beside.
   *
   * @param plan what {@link #planReverse} has returned
   * @param accepted the code of the plan that somebody has repeated, to give up what is shown
   * @param seed takes the backup, and restores it
   * @throws BackupException {@link Failure#TARGET_GUARDED} if somebody is connected to it, or it
   *     has something alone that nobody has given up; {@link Failure#LOCKED} if that has changed;
   *     as {@link #create}
   */
  public ReplicaCreateReport reverse(ReversePlan plan, Optional<String> accepted, Seed seed) {
    new Reversal(setup, plan).fence(accepted);
    return create(
        planCreate(ReplicaOptions.Target.SUPERSEDED), ReplicaOptions.Target.SUPERSEDED, seed);
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

  /**
   * Looks how it is. That a server cannot be reached is a finding; the other one tells what it can.
   * A mark is written to the primary's log, and nothing else anywhere.
   *
   * @param patience how long it may take to come up to where the primary is
   * @throws BackupException {@link Failure#USAGE} if the vault knows none of that name
   */
  public ReplicaStatusReport status(Duration patience) {
    return new ReplicaStatus(setup, known()).report(patience);
  }

  /**
   * Compares all its rows with the primary's, exactly, while both go on. Takes a temporary slot on
   * the primary, and holds a transaction on either server as a backup does.
   *
   * @param patience how long it may take to come up to where the primary is
   * @throws BackupException {@link Failure#USAGE} if the vault knows none of that name, {@link
   *     Failure#FINDINGS} if it is not one that can be compared, {@link Failure#STALE} if it does
   *     not come up in time
   */
  public ReplicaProofReport prove(Duration patience) {
    return new ReplicaProof(setup, known()).run(patience);
  }

  /**
   * Writes down that it follows no longer, since its slot was given up; nothing if that is known
   * already.
   *
   * @param reason why, in a sentence
   * @throws BackupException {@link Failure#USAGE} if the vault knows none of that name
   */
  public void giveUp(String reason) {
    ReplicaState state = known();
    if (state.phase().isLive() && state.phase() != ReplicaState.Phase.STOPPED) {
      StateLog.of(setup)
          .write(
              ReplicaState.Phase.STOPPED,
              state.epoch(),
              new StateLog.Told(state.servers(), state.link(), state.seed(), Optional.of(reason)));
    }
  }

  private ReplicaState known() {
    Vault vault = setup.vaults().get();
    String name = setup.options().name();
    return vault
        .replicas()
        .newest(name)
        .orElseThrow(
            () ->
                Failure.USAGE.exception(
                    "vault \"%s\" knows no replica \"%s\"".formatted(vault.location(), name),
                    vault.replicas().newest().stream()
                        .map(state -> "\"" + state.head().name() + "\"")
                        .reduce((one, other) -> one + ", " + other)
                        .map(names -> "It knows: " + names + ".")
                        .orElse("It knows none: `replica create` makes one.")));
  }

  /**
   * Says what ending it would remove. Changes nothing.
   *
   * @param force whether to go on where one of the servers cannot be reached
   * @throws BackupException {@link Failure#USAGE} if there was never one of that name, {@link
   *     Failure#TARGET_GUARDED} if it was promoted, or another server answers; {@link
   *     Failure#CONNECTION} if one does not, and it is not forced
   */
  public ReplicaDropPlan planDrop(boolean force) {
    return new ReplicaDrop(setup, force).plan();
  }

  /**
   * Ends it: subscription, slot and publication are removed, its tables stay, and are a catalog as
   * any other. Can be called again, whatever has ended it.
   *
   * @param plan what {@link #planDrop} has returned
   */
  public ReplicaDropReport drop(ReplicaDropPlan plan) {
    return new ReplicaDrop(setup, !plan.unreachable().isEmpty()).execute(plan);
  }
}
