package org.nessiebackup.undo;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.Labelled;

/**
 * What an undo or a release did.
 *
 * @param action what was done
 * @param schema the catalog's schema; absent if nothing was kept
 * @param keptSchema where the tables are that a swap replaced; absent after a release
 * @param released the schemas that were dropped
 * @param held the schemas that were old enough to be dropped and were not, since others have built
 *     on them
 * @param movedViews the views of others that read the tables which came back
 * @param elapsed time from the lock to the commit
 */
public record UndoReport(
    Action action,
    Optional<String> schema,
    Optional<String> keptSchema,
    List<String> released,
    List<String> held,
    List<String> movedViews,
    Duration elapsed) {
  /** Takes its own copies of the lists. */
  public UndoReport {
    released = List.copyOf(released);
    held = List.copyOf(held);
    movedViews = List.copyOf(movedViews);
  }

  /** What can be done with kept tables. */
  public enum Action implements Labelled {
    /** They are the catalog again, and what was the catalog is kept. */
    SWAP_BACK,
    /** They were dropped. */
    RELEASE
  }
}
