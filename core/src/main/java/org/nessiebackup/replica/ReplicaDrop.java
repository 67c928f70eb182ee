package org.nessiebackup.replica;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.CatalogPlace;
import org.nessiebackup.manifest.ReplicaState;
import org.nessiebackup.manifest.ReplicaState.Phase;
import org.nessiebackup.postgres.ServerFacts;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.replica.server.ReplicaNames;
import org.nessiebackup.replication.Publication;
import org.nessiebackup.replication.ReplicationSlot;
import org.nessiebackup.replication.Subscription;
import org.nessiebackup.tables.ReplicaMark;

/**
 * Ends a replica, as far as its servers can be reached.
 *
 * @param force whether it goes on where one of them cannot
 */
record ReplicaDrop(ReplicaSetup setup, boolean force) {
  /** What would be removed. */
  ReplicaDropPlan plan() {
    ReplicaState state = known();
    ReplicaNames names = ReplicaNames.of(state.head().name());
    List<String> unreachable = new ArrayList<>();
    List<String> primary = new ArrayList<>();
    List<String> replica = new ArrayList<>();
    reach(state.servers().primary(), setup::onPrimary, "the primary", unreachable)
        .ifPresent(
            session -> {
              try (session) {
                ReplicationSlot.look(session, names.name())
                    .ifPresent(each -> primary.add("replication slot \"" + each.name() + "\""));
                Publication.look(session, names.name())
                    .filter(each -> each.isFor(Publication.Purpose.REPLICA))
                    .ifPresent(each -> primary.add("publication \"" + each.name() + "\""));
              }
            });
    reach(state.servers().replica(), setup::onReplica, "the replica's server", unreachable)
        .ifPresent(
            session -> {
              try (session) {
                Subscription.look(session, names.name())
                    .ifPresent(each -> replica.add("subscription \"" + each.name() + "\""));
              }
            });
    return new ReplicaDropPlan(state, primary, replica, unreachable);
  }

  private ReplicaState known() {
    String name = setup.options().name();
    ReplicaState state =
        setup
            .vaults()
            .get()
            .replicas()
            .newest(name)
            .orElseThrow(
                () ->
                    Failure.USAGE.exception(
                        "there was never a replica \"%s\"".formatted(name),
                        "Name it with --name; `replica status` shows which there are."));
    if (state.phase() == Phase.PROMOTED) {
      throw Failure.TARGET_GUARDED.exception(
          "replica \"%s\" was promoted: it has the catalog now".formatted(name),
          "There is nothing of a replica left to drop.");
    }
    return state;
  }

  /** Empty if it cannot be reached, and that is allowed. */
  private Optional<Session> reach(
      CatalogPlace place, Supplier<Session> opening, String which, List<String> unreachable) {
    Session session;
    try {
      session = opening.get();
    } catch (BackupException e) {
      boolean away = e.failure() == Failure.CONNECTION || e.failure() == Failure.LOGIN;
      if (!force || !away) {
        throw away
            ? e.failure()
                .exception(
                    e.getMessage(),
                    e.hint().map(hint -> hint + " ").orElse("")
                        + "--force ends the replica without "
                        + which
                        + ", and says what stays"
                        + " there.",
                    e)
            : e;
      }
      unreachable.add("%s cannot be reached: %s".formatted(which, e.getMessage()));
      return Optional.empty();
    }
    try {
      refuseOther(session, place, which);
      return Optional.of(session);
    } catch (RuntimeException e) {
      session.closeAfter(e);
      throw e;
    }
  }

  private static void refuseOther(Session session, CatalogPlace place, String which) {
    ServerFacts.Identity found = ServerFacts.of(session).identity();
    boolean same =
        found.system().map(place.systemIdentifier()::equals).orElse(true)
            && found.database().equals(place.database());
    if (!same) {
      throw Failure.TARGET_GUARDED.exception(
          "%s of this replica is %s, and another one answers".formatted(which, place.describe()),
          "Name the servers that it was made with.");
    }
  }

  /** Removes what the plan names; what is not there any more was removed before. */
  ReplicaDropReport execute(ReplicaDropPlan plan) {
    ReplicaState state = plan.state();
    if (plan.isEmpty()) {
      return new ReplicaDropReport(state, List.of(), List.of());
    }
    ReplicaNames names = ReplicaNames.of(state.head().name());
    List<String> unreachable = new ArrayList<>();
    Optional<Session> primary =
        reach(state.servers().primary(), setup::onPrimary, "the primary", unreachable);
    if (primary.isPresent()) {
      try (Session session = primary.get()) {
        BothServers.lock(session, state.head().name());
        removeFromReplica(state, names, unreachable);
        FormerReplica.removeFromPrimary(session, names);
      }
    } else {
      removeFromReplica(state, names, unreachable);
    }
    List<String> dropped = new ArrayList<>(plan.replica());
    dropped.addAll(plan.primary());
    return new ReplicaDropReport(dropped(state, unreachable), dropped, unreachable);
  }

  private void removeFromReplica(ReplicaState state, ReplicaNames names, List<String> unreachable) {
    reach(state.servers().replica(), setup::onReplica, "the replica's server", unreachable)
        .ifPresent(
            session -> {
              try (session) {
                Subscription.drop(session, names.name());
                unmark(session, state);
              }
            });
  }

  /** It is a catalog as any other now, and nobody may replace it unasked. */
  private static void unmark(Session session, ReplicaState state) {
    String schema = state.servers().replica().schema();
    ReplicaMark.of(session, schema)
        .filter(mark -> mark.role() == ReplicaMark.Role.REPLICA)
        .filter(mark -> mark.replica().equals(state.head().name()))
        .ifPresent(mark -> ReplicaMark.remove(session, schema));
  }

  private ReplicaState dropped(ReplicaState state, List<String> unreachable) {
    return StateLog.of(setup)
        .write(
            Phase.DROPPED,
            state.epoch(),
            new StateLog.Told(
                state.servers(),
                state.link(),
                state.seed(),
                Optional.of(
                    "somebody has ended it"
                        + (unreachable.isEmpty() ? "" : "; " + String.join("; ", unreachable)))));
  }
}
