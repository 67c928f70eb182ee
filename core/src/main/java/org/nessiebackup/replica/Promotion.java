package org.nessiebackup.replica;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.Lsn;
import org.nessiebackup.manifest.ReplicaState;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.replica.server.FollowedPlace;
import org.nessiebackup.replication.AppliedPosition;
import org.nessiebackup.replication.Publication;
import org.nessiebackup.replication.ReplicationSlot;
import org.nessiebackup.replication.Subscription;
import org.nessiebackup.retry.Poller;
import org.nessiebackup.retry.WaitContext;
import org.nessiebackup.tables.CatalogLock;
import org.nessiebackup.tables.ReplicaMark;
import org.nessiebackup.tables.TableInspector;
import org.nessiebackup.tables.TimedRows;
import org.nessiebackup.vault.Vault;

/**
 * Makes a replica the primary. What was done by a call that was killed is seen in the marks of both
 * servers and in the vault, and the next call does the rest.
 */
final class Promotion {
  private static final Duration EVERY = Duration.ofMillis(50);
  private static final Duration WORKER_ENDS = Duration.ofSeconds(60);

  /** What was written while somebody was about to commit is this old at most. */
  private static final Duration IN_USE = Duration.ofDays(1);

  private static final String WHEN_USED = "obj_ref";

  private final ReplicaSetup setup;
  private final PromotionOptions options;
  private final CatalogReplica.GraphProof proof;
  private final PromotionPlan plan;
  private final Runnable beforeFence;

  Promotion(
      ReplicaSetup setup,
      PromotionPlan plan,
      PromotionOptions options,
      CatalogReplica.GraphProof proof,
      Runnable beforeFence) {
    this.setup = setup;
    this.options = options;
    this.proof = proof;
    this.plan = plan;
    this.beforeFence = beforeFence;
  }

  /**
   * What a walk through the replica's graph has found.
   *
   * @param applied the last commit of the primary that the replica had before; absent if nobody
   *     knows
   * @param findings a sentence each
   */
  private record Walk(Optional<Lsn> applied, List<String> findings) {}

  /**
   * A replica to which nothing comes any more.
   *
   * @param applied the last commit of the primary that it has; absent if nobody knows
   * @param touched how many objects count as used now
   */
  private record Detached(Optional<Lsn> applied, int touched) {
    boolean hasNothingNewTo(Walk walk) {
      return applied.isPresent() && applied.equals(walk.applied());
    }
  }

  PromotionReport run() {
    plan.check(options);
    Vault vault = setup.vaults().get();
    vault.keys().checkWriter();
    Optional<Walk> walk =
        plan.follower().promoted() ? Optional.empty() : Optional.of(refuseDamage());
    beforeFence.run();
    try (Session session = setup.onReplica();
        PrimaryServer primary = PrimaryServer.connect(setup, plan.primaryCatalog())) {
      CatalogLock.acquire(session, plan.replicaCatalog().schema());
      primary
          .session()
          .ifPresent(each -> CatalogLock.acquire(each, plan.primaryCatalog().schema()));
      refuseChanged();
      long begun = System.nanoTime();
      PrimaryFence.Raised fence = new PrimaryFence(setup, plan, options, primary).raise(session);
      takeOver(session);
      Detached detached = detach(session);
      setup.context().progress().step("recording the promotion", 0);
      ReplicaState state = record(vault, fence);
      Duration outage = Duration.ofNanos(System.nanoTime() - begun);
      setup.context().progress().step("releasing the former primary", 0);
      List<String> left = release(primary);
      return new PromotionReport(
          state,
          fence.handover(),
          walk.filter(detached::hasNothingNewTo).map(Walk::findings).orElseGet(this::findings),
          detached.touched(),
          left,
          outage);
    }
  }

  private List<String> findings() {
    setup.context().progress().step("checking the graph", 0);
    return proof.findings(plan.replicaCatalog().schema());
  }

  private Optional<Lsn> applied(Session session) {
    return subscription(session).flatMap(each -> AppliedPosition.of(session, each));
  }

  /** Before anything is done, as it could not be taken back. */
  private Walk refuseDamage() {
    Optional<Lsn> applied;
    try (Session session = setup.onReplica()) {
      applied = applied(session);
    }
    List<String> findings = findings();
    if (!findings.isEmpty() && options.accepted().isEmpty()) {
      throw Failure.DAMAGED.exception(
          "the graph of replica \"%s\" is damaged in %d places, the first of which: %s"
              .formatted(plan.state().head().name(), findings.size(), findings.getFirst()),
          "Nothing was changed. `check --graph` shows all of it; look whether the primary is whole."
              + " --accept-divergence "
              + plan.code()
              + " goes on regardless.");
    }
    return new Walk(applied, findings);
  }

  private void refuseChanged() {
    PromotionPlan now = new PromotionPlanner(setup, options).lookAgain();
    boolean same =
        now.code().equals(plan.code()) && now.primary().getClass() == plan.primary().getClass();
    if (!same) {
      throw Failure.LOCKED.exception(
          "the primary or replica \"%s\" is not as it was when the promotion was planned"
              .formatted(plan.state().head().name()),
          "Nothing was changed. `replica promote --dry-run` shows how they are now.");
    }
  }

  private void takeOver(Session session) {
    setup.context().cancellation().check();
    new ReplicaMark(
            ReplicaMark.Role.PRIMARY,
            plan.epoch(),
            plan.state().head().name(),
            plan.state().servers().primary().systemIdentifier(),
            setup.context().clock().instant())
        .put(session, plan.replicaCatalog().schema());
  }

  /** Lets nothing come any more, and what was about to be used when all stopped be used again. */
  private Detached detach(Session session) {
    setup.context().progress().step("detaching the replica", 0);
    Optional<Subscription> subscription = subscription(session);
    if (subscription.isPresent()) {
      subscription.get().disable(session);
      new Poller(WaitContext.of(setup.context()))
          .await(
              WORKER_ENDS,
              EVERY,
              () -> subscription(session).flatMap(Subscription::worker).isEmpty());
    }
    Detached detached = new Detached(applied(session), touch(session));
    Subscription.drop(session, plan.state().link().subscription());
    return detached;
  }

  private Optional<Subscription> subscription(Session session) {
    return Subscription.look(session, plan.state().link().subscription());
  }

  /** Tables of an old Nessie have no such column. */
  private int touch(Session session) {
    String objects = new FollowedPlace(plan.state().servers().replica()).objects();
    boolean knows =
        TableInspector.inspect(session, plan.replicaCatalog().schema(), objects)
            .filter(table -> table.shape().columnNames().contains(WHEN_USED))
            .isPresent();
    return knows
        ? new TimedRows(plan.replicaCatalog(), objects, WHEN_USED).touch(session, IN_USE)
        : 0;
  }

  private ReplicaState record(Vault vault, PrimaryFence.Raised fence) {
    ReplicaState state = plan.state();
    if (state.phase() == ReplicaState.Phase.PROMOTED) {
      return state;
    }
    return vault
        .replicas()
        .add(
            state.head().name(),
            number ->
                new ReplicaState(
                    new ReplicaState.Head(
                        state.head().vault(),
                        setup.context().tool(),
                        state.head().name(),
                        number,
                        setup.context().clock().instant(),
                        vault.replicas().protection()),
                    ReplicaState.Phase.PROMOTED,
                    plan.epoch(),
                    state.servers(),
                    state.link(),
                    state.seed(),
                    Optional.of(fence.sentence())));
  }

  /** What nobody reads any more would fill the former primary's disk. */
  private List<String> release(PrimaryServer primary) {
    ReplicaState.Link link = plan.state().link();
    if (primary.session().isEmpty()) {
      return List.of(
          "slot \"%s\" and publication \"%s\" are on the former primary, if it is still there"
              .formatted(link.slot(), link.publication()));
    }
    List<String> left = new ArrayList<>();
    Session session = primary.session().get();
    remove(left, () -> ReplicationSlot.dropInUse(session, link.slot()));
    remove(left, () -> Publication.drop(session, link.publication()));
    return left;
  }

  private static void remove(List<String> left, Runnable removal) {
    try {
      removal.run();
    } catch (BackupException e) {
      if (e.failure() == Failure.INTERRUPTED) {
        throw e;
      }
      left.add(e.getMessage());
    }
  }
}
