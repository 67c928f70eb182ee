package org.nessiebackup.replica;

import java.util.List;
import java.util.Optional;
import org.nessiebackup.Labelled;
import org.nessiebackup.manifest.ReplicaState;
import org.nessiebackup.replication.ReplicationObstacle;

/**
 * What making a replica will do, before it does anything.
 *
 * @param name the replica's
 * @param epoch the primary's
 * @param servers who will follow whom
 * @param link by what
 * @param work what is done
 * @param obstacles what is in the way; nothing is made as long as there are any
 * @param notes what is to be known, and keeps nobody from it
 */
public record ReplicaCreatePlan(
    String name,
    long epoch,
    ReplicaState.Servers servers,
    ReplicaState.Link link,
    Work work,
    List<ReplicationObstacle> obstacles,
    List<String> notes) {
  /** Takes its own copies of the lists. */
  public ReplicaCreatePlan {
    obstacles = List.copyOf(obstacles);
    notes = List.copyOf(notes);
  }

  /** Where it begins. */
  public enum From implements Labelled {
    /** With a backup. */
    BACKUP,
    /** With the restore, as the backup of an attempt that did not end is in the vault. */
    RESTORE,
    /** With the subscription, as the rows are there too. */
    SUBSCRIPTION,
    /** There is nothing to do: it follows. */
    NOTHING
  }

  /**
   * What is done.
   *
   * @param from where it begins
   * @param seed what it goes on from; absent if it begins with a backup
   * @param former what a former attempt or replica of that name has left, and is removed first
   * @param replaces whether there are tables in that place, which are kept beside
   * @param binary whether changes are sent as they are stored, which both servers know from version
   *     14 on
   */
  public record Work(
      From from,
      Optional<ReplicaState.Seed> seed,
      List<String> former,
      boolean replaces,
      boolean binary) {
    /** Takes its own copy of the list. */
    public Work {
      former = List.copyOf(former);
    }
  }

  /** Whether there is nothing to do. */
  public boolean isEmpty() {
    return work.from() == From.NOTHING;
  }

  /** Whether both say the same of what will be done. */
  boolean isSameAs(ReplicaCreatePlan other) {
    return servers.equals(other.servers) && link.equals(other.link) && work.equals(other.work);
  }
}
