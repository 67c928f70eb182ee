package org.nessiebackup.replica;

import java.time.Duration;
import java.util.List;
import org.nessiebackup.Lsn;
import org.nessiebackup.manifest.ReplicaState;

/**
 * A replica that follows.
 *
 * @param state what the vault knows of it now
 * @param from where this call has begun
 * @param reached a position of the primary's log that it has reached, later than when it began to
 *     follow
 * @param times how long that took
 * @param notes what is to be known
 */
public record ReplicaCreateReport(
    ReplicaState state, ReplicaCreatePlan.From from, Lsn reached, Times times, List<String> notes) {
  /** Takes its own copy of the list. */
  public ReplicaCreateReport {
    notes = List.copyOf(notes);
  }

  /**
   * How long it took; nothing of what was done before.
   *
   * @param backup until the backup was in the vault
   * @param restore from then until its rows were the catalog there
   * @param follow from then until it had all that was committed meanwhile
   */
  public record Times(Duration backup, Duration restore, Duration follow) {}
}
