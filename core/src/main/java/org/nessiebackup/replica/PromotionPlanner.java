package org.nessiebackup.replica;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.ReplicaState;
import org.nessiebackup.postgres.ServerMoment;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.replica.PromotionPlan.Obstacle;
import org.nessiebackup.replica.server.FollowedPlace;
import org.nessiebackup.replication.AppliedPosition;
import org.nessiebackup.replication.Subscription;
import org.nessiebackup.tables.ConnectedSessions;
import org.nessiebackup.tables.ReplicaMark;
import org.nessiebackup.vault.Vault;

/** Finds out what a promotion has to do, and what is in its way. */
record PromotionPlanner(ReplicaSetup setup, PromotionOptions options) {
  /**
   * A server says something every half minute at least, unless it was told otherwise, and ends a
   * connection on which it has heard nothing for a minute.
   */
  private static final Duration SILENCE = Duration.ofMinutes(1);

  /** What to do where a server is another one than the replica was made with. */
  static final String OTHER =
      "Give the servers that the replica was made with: --jdbc-url is the primary's,"
          + " --replica-jdbc-url the replica's.";

  PromotionPlan plan() {
    return plan(true);
  }

  /** The same, without what has only to be told. */
  PromotionPlan lookAgain() {
    return plan(false);
  }

  private PromotionPlan plan(boolean compared) {
    Vault vault = setup.vaults().get();
    ReplicaState state = fit(vault, setup.options().name());
    FollowedPlace here = new FollowedPlace(state.servers().replica());
    FollowedPlace there = new FollowedPlace(state.servers().primary());
    try (Session session = setup.onReplica();
        PrimaryServer primary = PrimaryServer.connect(setup, there.catalog())) {
      here.require(session, OTHER);
      primary.session().ifPresent(each -> there.require(each, OTHER));
      Optional<ReplicaMark> mark = ReplicaMark.of(session, here.catalog().schema());
      boolean promoted =
          mark.filter(each -> each.role() == ReplicaMark.Role.PRIMARY)
              .filter(each -> each.replica().equals(state.head().name()))
              .isPresent();
      PromotionPlan.Primary look = primary.look(state.link().slot());
      PromotionPlan.Follower follower = follower(session, state, promoted);
      return new PromotionPlan(
          state,
          epoch(vault, state, promoted ? mark : Optional.empty(), primary.mark()),
          look,
          follower,
          look instanceof PromotionPlan.Primary.Reached || promoted || !compared
              ? PromotionPlan.Newer.NOT_ASKED
              : new NewerHeads(setup, options.jobs()).of(vault, here.catalog()),
          promoted ? List.of() : obstacles(state, look, follower));
    }
  }

  private static PromotionPlan.Follower follower(
      Session session, ReplicaState state, boolean promoted) {
    Optional<Subscription> subscription = Subscription.look(session, state.link().subscription());
    Optional<Subscription.Worker> worker = subscription.flatMap(Subscription::worker);
    Optional<Instant> heardAt = worker.flatMap(Subscription.Worker::heardAt);
    Instant now = ServerMoment.of(session).at();
    boolean connected = worker.flatMap(Subscription.Worker::received).isPresent();
    return new PromotionPlan.Follower(
        promoted,
        subscription.filter(Subscription::enabled).isPresent(),
        heardAt,
        connected && heardAt.filter(at -> at.isAfter(now.minus(SILENCE))).isPresent(),
        subscription.flatMap(each -> AppliedPosition.of(session, each)),
        promoted
            ? List.of()
            : ConnectedSessions.of(
                session, new FollowedPlace(state.servers().replica()).catalog()));
  }

  /** One that was begun goes on; else it is one more than anybody knows of. */
  private static long epoch(
      Vault vault,
      ReplicaState state,
      Optional<ReplicaMark> promoted,
      Optional<ReplicaMark> primary) {
    if (state.phase() == ReplicaState.Phase.PROMOTED) {
      return state.epoch();
    }
    Optional<ReplicaMark> fenced =
        primary
            .filter(each -> each.role() == ReplicaMark.Role.SUPERSEDED)
            .filter(each -> each.replica().equals(state.head().name()));
    Optional<ReplicaMark> begun = promoted.or(() -> fenced);
    OptionalLong known =
        LongStream.of(
                vault.replicas().primacy().epoch(),
                state.epoch(),
                primary.map(ReplicaMark::epoch).orElse(ReplicaState.FIRST_EPOCH))
            .max();
    return begun.map(ReplicaMark::epoch).orElse(known.orElseThrow() + 1);
  }

  private static List<Obstacle> obstacles(
      ReplicaState state, PromotionPlan.Primary primary, PromotionPlan.Follower follower) {
    List<Obstacle> obstacles = new ArrayList<>();
    switch (primary) {
      case PromotionPlan.Primary.Reached reached -> {
        if (!reached.fenced() && !reached.connected().isEmpty()) {
          obstacles.add(
              new Obstacle(
                  Obstacle.Kind.PRIMARY_IN_USE,
                  "the primary is in use: " + String.join("; ", reached.connected())));
        }
        if (reached.behindBytes().isEmpty()) {
          obstacles.add(
              new Obstacle(
                  Obstacle.Kind.NOT_FOLLOWING,
                  "the primary has no slot \"%s\" any more that could send it the rest"
                      .formatted(state.link().slot())));
        }
      }
      case PromotionPlan.Primary.Refusing refusing ->
          obstacles.add(
              new Obstacle(
                  Obstacle.Kind.PRIMARY_REFUSES, "the primary lives, and " + refusing.reason()));
      case PromotionPlan.Primary.Unreached unreached -> {
        if (follower.hears()) {
          obstacles.add(
              new Obstacle(
                  Obstacle.Kind.PRIMARY_HEARD,
                  "the replica hears of the primary, which we do not reach (%s)"
                      .formatted(unreached.reason())));
        }
      }
    }
    if (!follower.subscribed() || state.phase() == ReplicaState.Phase.STOPPED) {
      obstacles.add(
          new Obstacle(
              Obstacle.Kind.NOT_FOLLOWING,
              state
                  .reason()
                  .map(reason -> "the replica follows no longer: " + reason)
                  .orElse(
                      "the replica has no subscription \"%s\" that is enabled"
                          .formatted(state.link().subscription()))));
    }
    if (!follower.connected().isEmpty()) {
      obstacles.add(
          new Obstacle(
              Obstacle.Kind.REPLICA_IN_USE,
              "the replica is in use: " + String.join("; ", follower.connected())));
    }
    return obstacles;
  }

  private static ReplicaState fit(Vault vault, String name) {
    ReplicaState state =
        vault
            .replicas()
            .newest(name)
            .orElseThrow(
                () ->
                    Failure.USAGE.exception(
                        "vault \"%s\" knows no replica \"%s\"".formatted(vault.location(), name),
                        "`replica status` shows those that there are."));
    refuseUnfit(state);
    return state;
  }

  /** Refuses what was never a whole replica, or is none any more. */
  private static void refuseUnfit(ReplicaState state) {
    boolean fit =
        switch (state.phase()) {
          case FOLLOWING, PROMOTED -> true;
          case STOPPED -> state.seed().isPresent();
          case BEGUN, SEEDED, DROPPED -> false;
        };
    if (!fit) {
      throw Failure.TARGET_GUARDED.exception(
          "replica \"%s\" cannot be promoted: it is %s, and has not the whole catalog"
              .formatted(state.head().name(), state.phase().label()),
          "`replica create` makes one. Restore a backup if the primary is lost.");
    }
  }
}
