package org.nessiebackup.undo;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What an undo or a release did.
 *
 * @param action what was done
 * @param schema the catalog's schema
 * @param keptSchema where the tables are that a swap replaced; absent after a release
 * @param released the schemas that were dropped
 * @param elapsed time from the lock to the commit
 */
public record UndoReport(
    UndoPlan.Action action,
    String schema,
    Optional<String> keptSchema,
    List<String> released,
    Duration elapsed) {
  /** Takes its own copy of the list. */
  public UndoReport {
    released = List.copyOf(released);
  }
}
