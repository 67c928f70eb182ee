package org.nessiebackup.drill;

import java.util.ArrayDeque;
import java.util.Deque;
import org.nessiebackup.BackupException;

/** What has to go when a drill is over, however it ended: the last one that came goes first. */
final class CleanupStack implements AutoCloseable {
  private final Deque<Runnable> removals = new ArrayDeque<>();

  void add(Runnable removal) {
    removals.push(removal);
  }

  /**
   * Removes all, also behind one that cannot be removed.
   *
   * @throws BackupException for the first that could not; the others are attached to it
   */
  @Override
  public void close() {
    BackupException failure = null;
    while (!removals.isEmpty()) {
      try {
        removals.pop().run();
      } catch (BackupException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
