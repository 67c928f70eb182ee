package org.nessiebackup.replica;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.manifest.ReplicaState;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.replica.server.ReplicaNames;
import org.nessiebackup.replication.Publication;
import org.nessiebackup.replication.ReplicationSlot;
import org.nessiebackup.replication.Subscription;

/**
 * What is there under the names of a replica: of one that follows, or of an attempt that did not
 * end.
 *
 * @param state what the vault knows; absent if there was never one of that name
 * @param slot on the primary
 * @param publication on the primary
 * @param subscription on the replica's server
 */
record FormerReplica(
    Optional<ReplicaState> state,
    Optional<ReplicationSlot> slot,
    Optional<Publication> publication,
    Optional<Subscription> subscription) {
  static FormerReplica look(BothServers servers, ReplicaNames names, Optional<ReplicaState> state) {
    return new FormerReplica(
        state,
        ReplicationSlot.look(servers.primary(), names.name()),
        Publication.look(servers.primary(), names.name()),
        Subscription.look(servers.replica(), names.name()));
  }

  /** Whether the vault knows of it between these two servers, so that what is there is ours. */
  boolean isBetween(ReplicaState.Servers servers) {
    return state
        .filter(known -> known.phase() != ReplicaState.Phase.PROMOTED)
        .map(ReplicaState::servers)
        .filter(known -> known.primary().isSameAs(servers.primary()))
        .filter(known -> known.replica().isSameAs(servers.replica()))
        .isPresent();
  }

  /** Whether it is on the way, or there, with everything that it takes on the primary. */
  boolean isWhole(ReplicaState.Servers servers, List<Long> tables) {
    return isBetween(servers)
        && state.filter(known -> known.link().tables().equals(tables)).isPresent()
        && slot.filter(each -> isUsable(each, servers)).isPresent()
        && publication.filter(each -> each.defect(tables).isEmpty()).isPresent();
  }

  /** Who reads it, if not our subscription, is a stranger. */
  private boolean isUsable(ReplicationSlot found, ReplicaState.Servers servers) {
    return !found.isLost()
        && found.database().equals(Optional.of(servers.primary().database()))
        && (found.activeProcess().isEmpty() || subscription.isPresent());
  }

  /** What is there, for people. */
  List<String> described() {
    List<String> there = new ArrayList<>();
    subscription.ifPresent(each -> there.add("subscription \"" + each.name() + "\""));
    slot.ifPresent(each -> there.add("replication slot \"" + each.name() + "\""));
    publication
        .filter(FormerReplica::isOurs)
        .ifPresent(each -> there.add("publication \"" + each.name() + "\""));
    return there;
  }

  /** What somebody has made for us, because our role may not, is his. */
  private static boolean isOurs(Publication found) {
    return found.isFor(Publication.Purpose.REPLICA);
  }

  /** Removes it from both servers. What is not there was removed before. */
  static void remove(BothServers servers, ReplicaNames names) {
    Subscription.drop(servers.replica(), names.name());
    removeFromPrimary(servers.primary(), names);
  }

  /** Removes what is on the primary. */
  static void removeFromPrimary(Session primary, ReplicaNames names) {
    ReplicationSlot.dropInUse(primary, names.name());
    if (Publication.look(primary, names.name()).filter(FormerReplica::isOurs).isPresent()) {
      Publication.drop(primary, names.name());
    }
  }

  /** The same because of a failure, to which a second one is attached. */
  static void removeAfter(BothServers servers, ReplicaNames names, Throwable failure) {
    try {
      remove(servers, names);
    } catch (BackupException e) {
      failure.addSuppressed(e);
    }
  }
}
