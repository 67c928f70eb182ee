package org.nessiebackup.replica;

import java.util.List;
import org.nessiebackup.manifest.ReplicaState;

/**
 * A replica that was ended.
 *
 * @param state what the vault knows of it now
 * @param dropped what was removed, from both servers
 * @param left what is left on servers that could not be reached
 */
public record ReplicaDropReport(ReplicaState state, List<String> dropped, List<String> left) {
  /** Takes its own copies of the lists. */
  public ReplicaDropReport {
    dropped = List.copyOf(dropped);
    left = List.copyOf(left);
  }
}
