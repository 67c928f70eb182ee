package org.nessiebackup.drill;

import java.util.ArrayDeque;
import java.util.Deque;
import org.nessiebackup.BackupException;

/** What has to go when a drill is over, whatever came of it: the last one that came goes first. */
final class CleanupStack {
  private final Deque<Removal> removals = new ArrayDeque<>();

  /** Makes one thing go. */
  @FunctionalInterface
  interface Removal {
    void run();
  }

  void add(Removal removal) {
    removals.push(removal);
  }

  /**
   * Removes all, also behind one that cannot be removed.
   *
   * @throws BackupException for the first that could not; the others are attached to it
   */
  void remove() {
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

  /** The same because of a failure, to which a second failure is attached. */
  void removeAfter(Throwable failure) {
    try {
      remove();
    } catch (BackupException e) {
      failure.addSuppressed(e);
    }
  }
}
