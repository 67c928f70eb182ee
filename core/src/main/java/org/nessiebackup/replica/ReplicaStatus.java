package org.nessiebackup.replica;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.manifest.ReplicaState;
import org.nessiebackup.postgres.ServerMoment;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.replica.ReplicaStatusReport.Lag;
import org.nessiebackup.replica.ReplicaStatusReport.Primary;
import org.nessiebackup.replica.ReplicaStatusReport.Replica;
import org.nessiebackup.replica.server.Asked;
import org.nessiebackup.replica.server.FollowedPlace;
import org.nessiebackup.replication.ReplicationSlot;
import org.nessiebackup.replication.Subscription;
import org.nessiebackup.tables.ConnectedSessions;
import org.nessiebackup.tables.ReplicaMark;

/** Looks at both servers of a replica, and changes nothing on either but for a mark in the log. */
record ReplicaStatus(ReplicaSetup setup, ReplicaState state) {
  /** A look at the primary, with what it says of how far the replica has come. */
  private record Look(Primary primary, Optional<String> otherServer, Optional<Lag> lag) {}

  /**
   * Looks, at the replica before the primary and once more after it.
   *
   * @param patience how long the replica may take to come up to where the primary is
   */
  ReplicaStatusReport report(Duration patience) {
    if (!state.phase().isLive()) {
      return new ReplicaStatusReport(
          state,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of(ReplicaFindings.over(state)));
    }
    Asked<Replica> before = Asked.of(setup::onReplica, this::replica);
    Asked<Look> primary =
        Asked.of(setup::onPrimary, session -> primary(session, wait(before, patience)));
    Asked<Replica> after = Asked.of(setup::onReplica, this::replica);
    Optional<Look> look = primary.answered();
    ReplicaFindings findings =
        new ReplicaFindings(
            state,
            new ReplicaFindings.Primary(
                look.map(Look::primary),
                primary.unreached(),
                look.flatMap(Look::otherServer),
                look.flatMap(Look::lag)),
            new ReplicaFindings.Replica(before.answered(), after.answered(), after.unreached()));
    return new ReplicaStatusReport(
        state, look.map(Look::primary), after.answered(), look.flatMap(Look::lag), findings.all());
  }

  /** Where nobody applies anything there is nothing to wait for. */
  private Duration wait(Asked<Replica> replica, Duration patience) {
    boolean applying =
        state.phase() == ReplicaState.Phase.FOLLOWING
            && replica
                .answered()
                .map(each -> each.subscription().filter(Subscription::enabled).isPresent())
                .orElse(true);
    return applying ? patience : Duration.ZERO;
  }

  private Replica replica(Session session) {
    FollowedPlace place = new FollowedPlace(state.servers().replica());
    return new Replica(
        Subscription.look(session, state.link().subscription()),
        ReplicaMark.of(session, place.place().schema()),
        ConnectedSessions.of(session, place.catalog()));
  }

  private Look primary(Session session, Duration patience) {
    FollowedPlace place = new FollowedPlace(state.servers().primary());
    Optional<String> other = place.otherServer(session);
    ServerMoment now = ServerMoment.of(session);
    Optional<Lag> lag =
        other.isPresent()
            ? Optional.empty()
            : new CaughtUp(session, state.link().slot(), setup.context()).await(patience);
    return new Look(
        new Primary(
            now.position(),
            ReplicationSlot.look(session, state.link().slot()),
            place.defect(session, state.link()),
            ReplicaMark.of(session, place.place().schema())),
        other,
        lag);
  }
}
