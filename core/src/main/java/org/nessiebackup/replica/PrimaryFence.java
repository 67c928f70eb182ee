package org.nessiebackup.replica;

import java.time.Duration;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Failure;
import org.nessiebackup.Lsn;
import org.nessiebackup.manifest.ReplicaState;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.replica.PromotionReport.Fence;
import org.nessiebackup.replica.PromotionReport.Handover;
import org.nessiebackup.replication.AppliedPosition;
import org.nessiebackup.replication.LogicalMark;
import org.nessiebackup.replication.Subscription;
import org.nessiebackup.retry.Poller;
import org.nessiebackup.retry.WaitContext;
import org.nessiebackup.tables.ReplicaMark;
import org.nessiebackup.tables.WriteFence;

/**
 * Keeps a primary from being written to, and waits until the replica has all that was. If that does
 * not come, nothing was done, and the primary is let go again.
 */
record PrimaryFence(
    ReplicaSetup setup, PromotionPlan plan, PromotionOptions options, PrimaryServer primary) {
  private static final Duration EVERY = Duration.ofMillis(50);

  /**
   * A fence, or why there is none.
   *
   * @param handover what the replica has
   * @param sentence the same for people, without a full stop
   */
  record Raised(Handover handover, String sentence) {
    Raised(Fence fence, Optional<Lsn> last, boolean complete, String sentence) {
      this(new Handover(fence, last, complete), sentence);
    }
  }

  Raised raise(Session follower) {
    Optional<Lsn> applied =
        subscription(follower).flatMap(each -> AppliedPosition.of(follower, each));
    if (primary.session().isEmpty()) {
      boolean refused = plan.primary() instanceof PromotionPlan.Primary.Refusing;
      return new Raised(
          refused ? Fence.REFUSED : Fence.UNREACHED,
          applied,
          false,
          "the primary %s; the replica has what was committed up to %s"
              .formatted(
                  refused ? "could not be fenced" : "did not answer",
                  applied.map(Lsn::toString).orElse("a position that nobody knows")));
    }
    Session session = primary.session().get();
    Optional<ReplicaMark> before = primary.mark();
    setup.context().progress().step("fencing the primary", 0);
    try {
      WriteFence.raise(
          session,
          plan.primaryCatalog(),
          mark(),
          plan.follower().promoted() || options.accepted().isPresent());
    } catch (BackupException e) {
      if (options.accepted().isEmpty() && !plan.follower().promoted()) {
        throw e;
      }
      return new Raised(
          Fence.REFUSED, applied, false, "the primary could not be fenced: " + e.getMessage());
    }
    if (plan.follower().promoted()) {
      return new Raised(Fence.RAISED, applied, false, "the former primary was fenced");
    }
    return awaited(session, follower, before);
  }

  private Optional<Subscription> subscription(Session follower) {
    return Subscription.look(follower, plan.state().link().subscription());
  }

  private ReplicaMark mark() {
    return new ReplicaMark(
        ReplicaMark.Role.SUPERSEDED,
        plan.epoch(),
        plan.state().head().name(),
        plan.state().servers().replica().systemIdentifier(),
        setup.context().clock().instant());
  }

  private Raised awaited(Session session, Session follower, Optional<ReplicaMark> before) {
    try {
      // Behind the fence's own commit, and so behind everything that was acknowledged.
      Lsn last = LogicalMark.emit(session, "promotion epoch=" + plan.epoch());
      setup.context().progress().step("waiting for the last change", 0);
      boolean arrived =
          new Poller(WaitContext.of(setup.context()))
              .await(options.patience(), EVERY, () -> hasArrived(session, last));
      if (arrived) {
        return new Raised(
            Fence.RAISED,
            Optional.of(last),
            true,
            "the primary was fenced, and the replica has all of it, up to " + last);
      }
      if (options.accepted().isEmpty()) {
        throw missing(session, last, subscription(follower));
      }
      return new Raised(
          Fence.RAISED,
          PrimaryServer.confirmed(session, plan.state().link().slot()),
          false,
          "the primary was fenced, and the replica lacks what came last; that was accepted");
    } catch (RuntimeException e) {
      lowerAfter(session, before, e);
      throw e;
    }
  }

  private boolean hasArrived(Session session, Lsn last) {
    Optional<Lsn> confirmed = PrimaryServer.confirmed(session, plan.state().link().slot());
    if (confirmed.isEmpty() && options.accepted().isEmpty()) {
      throw Failure.TARGET_GUARDED.exception(
          "slot \"%s\" is gone, so the replica does not get what came last"
              .formatted(plan.state().link().slot()),
          "The primary can be written to again. `replica create --again` makes the replica anew.");
    }
    return confirmed.filter(to -> to.compareTo(last) >= 0).isPresent();
  }

  private BackupException missing(Session session, Lsn last, Optional<Subscription> subscription) {
    ReplicaState.Link link = plan.state().link();
    Optional<Lsn> confirmed = PrimaryServer.confirmed(session, link.slot());
    return Failure.TARGET_GUARDED.exception(
        "the last change has not arrived within %d s: the replica lacks %s bytes of the primary's log%s"
            .formatted(
                options.patience().toSeconds(),
                confirmed.map(to -> Long.toString(last.minus(to))).orElse("unknown"),
                subscription
                    .flatMap(Subscription::errors)
                    .filter(errors -> errors.apply() > 0)
                    .map(
                        errors ->
                            ", and has failed %d times to apply one".formatted(errors.apply()))
                    .orElse("")),
        "Nothing was promoted, and the primary can be written to again. `replica status` says what"
            + " keeps it.");
  }

  /** Nobody has the catalog otherwise. */
  private void lowerAfter(Session session, Optional<ReplicaMark> before, RuntimeException failure) {
    // A request to stop has ended the other session's work for good.
    session.closeAfter(failure);
    try (Session other = setup.primary().open(new Cancellation())) {
      WriteFence.lower(
          other,
          plan.primaryCatalog(),
          before.filter(each -> each.role() != ReplicaMark.Role.SUPERSEDED));
    } catch (BackupException e) {
      failure.addSuppressed(e);
      setup
          .context()
          .progress()
          .warning(
              "the primary is fenced still (%s): `replica promote` again goes on"
                  .formatted(e.getMessage()));
    }
  }
}
