package org.nessiebackup.server;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.nessiebackup.nessie.ContentKey;

/**
 * What one commit does.
 *
 * @param message why, for those who read the log
 * @param puts contents by key, as JSON in the form of Nessie's API; with an id where the key holds
 *     that content, without one where the key holds none
 * @param deletes keys to remove
 */
public record BranchChange(String message, Map<ContentKey, String> puts, Set<ContentKey> deletes) {
  /** Copies, in the order of the keys; refuses an empty change. */
  public BranchChange {
    puts = new TreeMap<>(puts);
    deletes = new TreeSet<>(deletes);
    if (puts.isEmpty() && deletes.isEmpty()) {
      throw new IllegalArgumentException("a commit changes something");
    }
  }

  /** A change that only puts. */
  public static BranchChange putting(String message, Map<ContentKey, String> puts) {
    return new BranchChange(message, puts, Set.of());
  }
}
