package org.nessiebackup.vault;

import java.util.ArrayList;
import java.util.List;

/**
 * What has gone, and what the store does not let go yet.
 *
 * @param objects how many objects or uploads have gone
 * @param bytes the size of these objects
 * @param locked names of those that the store keeps (object lock, WORM)
 */
public record DeletionResult(long objects, long bytes, List<String> locked) {
  /** Nothing. */
  public static final DeletionResult NOTHING = new DeletionResult(0, 0, List.of());

  /** Takes its own copy of the list. */
  public DeletionResult {
    locked = List.copyOf(locked);
  }

  /** Both together. */
  public DeletionResult plus(DeletionResult other) {
    List<String> both = new ArrayList<>(locked);
    both.addAll(other.locked);
    return new DeletionResult(objects + other.objects, bytes + other.bytes, both);
  }
}
