package org.nessiebackup.replica;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Failure;
import org.nessiebackup.Lsn;
import org.nessiebackup.QualifiedName;
import org.nessiebackup.manifest.ReplicaState;
import org.nessiebackup.manifest.ReplicaState.Phase;
import org.nessiebackup.postgres.CreatedSlot;
import org.nessiebackup.postgres.ReplicationSession;
import org.nessiebackup.postgres.ReplicationSession.SlotOption;
import org.nessiebackup.postgres.ServerFacts;
import org.nessiebackup.replica.ReplicaCreatePlan.From;
import org.nessiebackup.replica.server.ReplicaNames;
import org.nessiebackup.replication.Publication;
import org.nessiebackup.replication.ReplicationObstacle;
import org.nessiebackup.replication.SlotGuard;
import org.nessiebackup.replication.Subscription;
import org.nessiebackup.swap.RestoreId;
import org.nessiebackup.tables.CatalogLocation;
import org.nessiebackup.tables.ReplicaMark;

/**
 * Makes a replica: every row is in the backup or in a change that the slot keeps, and none in both,
 * as the backup is taken in the snapshot in which the slot begins. The publication is there before
 * the slot, so that no change behind it is of a time that knows no publication.
 */
final class ReplicaCreation {
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final int PARTS = 3;

  private final ReplicaSetup setup;
  private final BothServers servers;
  private final ReplicaCreatePlan plan;
  private final CatalogReplica.Seed seeding;
  private final ReplicaNames names;
  private final CatalogLocation catalog;
  private final PrimaryAddress address;

  ReplicaCreation(
      ReplicaSetup setup,
      BothServers servers,
      ReplicaCreatePlan plan,
      CatalogReplica.Seed seeding) {
    this.setup = setup;
    this.servers = servers;
    this.plan = plan;
    this.seeding = seeding;
    this.names = ReplicaNames.of(plan.name());
    this.catalog = servers.catalog(setup.options());
    this.address = PrimaryAddress.of(setup, ServerFacts.of(servers.primary()).role(), names);
  }

  /** What the restore of a seed is called, so that whoever goes on finds it. */
  static RestoreId restore(ReplicaState.Seed seed) {
    return new RestoreId(seed.backup().value());
  }

  ReplicaCreateReport run() {
    SlotGuard.Limit limit = new SlotGuard.Limit(setup.options().limits().retained(), LOOK);
    try (SlotGuard guard = new SlotGuard(setup.primary(), limit, setup.context().cancellation())) {
      long begun = System.nanoTime();
      ReplicaState.Seed seed = plan.work().seed().orElseGet(() -> seed(guard));
      long seeded = System.nanoTime();
      try {
        guard.watch(names.name());
        restore(guard, seed);
        long restored = System.nanoTime();
        ReplicaState state = follow(seed);
        Lsn reached = new CatchUp(setup, servers, names, guard).run();
        return new ReplicaCreateReport(
            state,
            plan.work().from(),
            reached,
            new ReplicaCreateReport.Times(
                Duration.ofNanos(seeded - begun),
                Duration.ofNanos(restored - seeded),
                Duration.ofNanos(System.nanoTime() - restored)),
            plan.notes().stream().filter(each -> !each.equals(CreatePlanner.UNTRIED)).toList());
      } catch (BackupException e) {
        throw resumable(e, guard);
      }
    }
  }

  /** Until its end nothing is left behind by whatever ends it. */
  private ReplicaState.Seed seed(SlotGuard guard) {
    setup.context().progress().part(1, PARTS);
    write(Phase.BEGUN, Optional.empty(), Optional.empty());
    try {
      FormerReplica.remove(servers, names);
      publish();
      refuseOtherServer();
      ReplicaState.Seed seed = backup(guard);
      write(Phase.SEEDED, Optional.of(seed), Optional.empty());
      return seed;
    } catch (RuntimeException | Error e) {
      takeBack(e);
      throw e;
    }
  }

  /** Somebody may have made it for a role that may not. */
  private void publish() {
    if (Publication.look(servers.primary(), names.name()).isEmpty()) {
      Publication.create(
          servers.primary(),
          Publication.Purpose.REPLICA,
          names.name(),
          catalog.names().stream()
              .map(table -> new QualifiedName(catalog.schema(), table))
              .toList());
    }
  }

  /** Now that there is something by which the primary can be told from all other servers. */
  private void refuseOtherServer() {
    if (!Subscription.reaches(servers.replica(), draft())) {
      throw Failure.TARGET_GUARDED.exception(
          "by \"%s\" the replica's server reaches another server or database than the primary"
              .formatted(address),
          "Say with --primary-address how it reaches the primary: \"localhost\" is itself.");
    }
  }

  private Subscription.Draft draft() {
    return new Subscription.Draft(
        names.name(), address.secret(), names.name(), names.name(), plan.work().binary());
  }

  /** The snapshot lasts as long as the session that has made the slot. */
  private ReplicaState.Seed backup(SlotGuard guard) {
    setup.context().progress().step("waiting for open transactions", 0);
    try (ReplicationSession replication =
        setup.primary().openReplication(names.application(), setup.context().cancellation())) {
      CreatedSlot slot = replication.createSlot(names.name(), Set.of(SlotOption.EXPORT_SNAPSHOT));
      guard.watch(names.name());
      BackupId backup = seeding.take(slot.snapshot().orElseThrow(), slot.consistentPoint());
      return new ReplicaState.Seed(backup, slot.consistentPoint());
    }
  }

  private void takeBack(Throwable failure) {
    // Our own sessions heed a request to stop, which may be what has ended it.
    ReplicaSetup unasked =
        new ReplicaSetup(
            setup.vaults(),
            setup.primary(),
            setup.replica(),
            setup.options(),
            setup.context().withCancellation(new Cancellation()));
    try (BothServers clean = BothServers.open(unasked)) {
      FormerReplica.remove(clean, names);
      write(Phase.DROPPED, Optional.empty(), Optional.ofNullable(failure.getMessage()));
    } catch (BackupException e) {
      failure.addSuppressed(e);
    }
  }

  private void restore(SlotGuard guard, ReplicaState.Seed seed) {
    if (plan.isEmpty()) {
      return;
    }
    if (plan.work().from() != From.SUBSCRIPTION) {
      setup.context().progress().part(2, PARTS);
      seeding.restore(seed.backup(), restore(seed), catalog.schema());
      refuseGivenUp(guard);
    }
    new ReplicaMark(
            ReplicaMark.Role.REPLICA,
            plan.epoch(),
            plan.name(),
            plan.servers().primary().systemIdentifier(),
            setup.context().clock().instant())
        .put(servers.replica(), catalog.schema());
  }

  static void refuseGivenUp(SlotGuard guard) {
    guard
        .givenUp()
        .ifPresent(
            reason -> {
              throw Failure.TARGET_GUARDED.exception(
                  reason + ", so it was given up",
                  "Begin anew with a greater --max-retained, if the primary's disk has room.");
            });
  }

  private ReplicaState follow(ReplicaState.Seed seed) {
    if (plan.isEmpty()) {
      return setup.vaults().get().replicas().newest(plan.name()).orElseThrow();
    }
    setup.context().progress().part(3, PARTS);
    setup.context().progress().step("subscribing", 0);
    Optional<Subscription> there = Subscription.look(servers.replica(), names.name());
    if (there.isEmpty()) {
      Subscription.create(servers.replica(), draft());
    } else if (!there.get().enabled()) {
      there.get().enable(servers.replica());
    }
    return write(Phase.FOLLOWING, Optional.of(seed), Optional.empty());
  }

  private ReplicaState write(
      Phase phase, Optional<ReplicaState.Seed> seed, Optional<String> reason) {
    return StateLog.of(setup)
        .write(phase, plan.epoch(), new StateLog.Told(plan.servers(), plan.link(), seed, reason));
  }

  /** What there is, the next attempt goes on with. */
  private static BackupException resumable(BackupException failure, SlotGuard guard) {
    if (guard.givenUp().isPresent()) {
      return failure;
    }
    String rest =
        "What was done is kept: `replica create` goes on with it. Until then the replication slot"
            + " holds back the primary's log; `replica drop` removes it.";
    return failure
        .failure()
        .exception(
            failure.getMessage(),
            failure.hint().map(hint -> hint + " " + rest).orElse(rest),
            failure);
  }

  /**
   * Refuses what is in the way.
   *
   * @throws BackupException naming all of it
   */
  static void refuseObstacles(ReplicaCreatePlan plan) {
    if (!plan.obstacles().isEmpty()) {
      throw ReplicationObstacle.together("a replica", plan.obstacles());
    }
  }
}
