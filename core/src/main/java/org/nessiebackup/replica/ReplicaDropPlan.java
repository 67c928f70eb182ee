package org.nessiebackup.replica;

import java.util.List;
import org.nessiebackup.manifest.ReplicaState;

/**
 * What ending a replica will remove. Its tables stay where they are.
 *
 * @param state what the vault knows of it
 * @param primary what is removed from the primary
 * @param replica what is removed from the replica's server
 * @param unreachable servers that cannot be reached, with what stays there
 */
public record ReplicaDropPlan(
    ReplicaState state, List<String> primary, List<String> replica, List<String> unreachable) {
  /** Takes its own copies of the lists. */
  public ReplicaDropPlan {
    primary = List.copyOf(primary);
    replica = List.copyOf(replica);
    unreachable = List.copyOf(unreachable);
  }

  /** Whether there is nothing to do: it was dropped before, and nothing is left. */
  public boolean isEmpty() {
    return !state.phase().isLive() && primary.isEmpty() && replica.isEmpty();
  }
}
