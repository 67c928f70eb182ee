package org.nessiebackup.selective;

import java.util.List;
import java.util.Optional;
import org.nessiebackup.nessie.ContentKey;

/**
 * Which tables are to be brought back.
 *
 * @param from where they come from
 * @param keys tables, views, or namespaces with all that is in them
 * @param onto the branch that gets them; absent for the one of that name
 * @param repository the Nessie repository; found if absent
 * @param force whether to replace what came in their place
 * @param jobs how many threads read the backup
 */
public record TableRestoreOptions(
    From from,
    List<ContentKey> keys,
    Optional<String> onto,
    Optional<String> repository,
    boolean force,
    int jobs) {

  /**
   * A state of a reference in a backup.
   *
   * @param backup an id, or {@code latest}
   * @param reference the name of a branch or tag in the backup
   * @param point which of its states
   */
  public record From(String backup, String reference, ReferenceRestoreOptions.Point point) {}

  /** Copies the list, and refuses an empty one. */
  public TableRestoreOptions {
    keys = List.copyOf(keys);
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("nothing is to be brought back");
    }
  }

  /** The branch that gets them. */
  public String branch() {
    return onto.orElse(from.reference());
  }
}
